"""Where captions of the world may break: read, and marked, before they were set.

`|` stands where a native reader accepts the end of a line, in scripts without spaces; `_` for a
space at which no line may end. All other spaces may.
"""

from __future__ import annotations

import pytest
import regex

from lib.caption import Caption
from lib.engine.lettering.layout import lay_out

CHINESE = """
进口|博览会|欢迎您
祝大家|新年快乐
直播间|抢购|攻略
夏季|T恤|清仓
國際|電影節|隆重|開幕
双十一|狂欢节
第三届|中国|国际|进口|博览会|开幕
感谢|所有|合作伙伴的|支持|与信任
恭喜发财，|红包|拿来
让我们|一起|点亮|夜空
王小明|生日快乐
五一劳动节|快乐
618|年中大促
11月28日|盛大|开业
2026年度|盛典
AI|大模型|发布会
人工智能|改变|世界
欢迎|来到|上海|迪士尼|乐园
祝爸爸妈妈|身体健康
毕业快乐|前程似锦
开业|大吉|生意兴隆
热烈祝贺|公司|成立|二十周年
欢迎|参加|第十届|世界|人工智能|大会
香港|回歸|二十九週年
聖誕|快樂，|新年進步！
祝您|闔家歡樂
春节快乐|龙马精神
特斯拉|上海|超级|工厂
元宵节|快乐
复旦大学|一百二十周年|校庆
新店|开业，|全场|满200|减50
扫码|领红包，|好礼|送不停
关注|我们的|公众号
欢迎|来到|上海|人工智能|大会，|让我们|一起|点亮|夜空！
新年快乐|万事如意
我们|结婚了
李雷|和韩梅梅|新婚|快乐
嫁给我吧，|小美
把爱|带回家
让城市|更美好
不忘|初心|牢记|使命
第18届|中国|国际|动漫节
2026|新年快乐
张江高科技|园区|开放日
浦东新区|人民政府|祝您|新春快乐
台北|國際書展|歡迎您
祝福|祖国|繁荣昌盛
上海|国际|马拉松|今日|开跑
双12|年终|盛典
B站|跨年|晚会
周杰伦|演唱会|上海站
大学生|就业|招聘会
黄浦江|灯光秀|今晚|八点|开始
夜空中|最亮的|星
世界|那么大，|我想去|看看
谢谢你|一直|陪在我|身边
欢迎|新同学|加入|我们的|大家庭
新能源|汽车|试驾|活动
全场|五折起，|仅限|三天
关爱|老人，|从我做起
节约|用水|人人有责
科技|创新|引领|未来|发展
高考|加油，|金榜题名
龙年大吉，|阖家|幸福
上海|欢迎你
一带一路|高峰|论坛
恭賀新禧|萬事如意
歡迎光臨|臺灣|美食展
"""

OTHERS = """
コミュニケーション|デザイン
クリスマス|プレゼント|キャンペーン
オープニング|セレモニー|開催中
アニバーサリー|パーティーへ|ようこそ
ブラック|フライデー|セール
東京スカイツリー|イルミネーション
お誕生日|おめでとう|ございます
新製品|発表会
「未来」を、|ここから。
สุขสันต์|วัน|ปี|ใหม่
ยินดี|ต้อนรับ|สู่|เซี่ยงไฮ้
ขอบคุณ|สำหรับ|ทุก|คน
ສະບາຍດີ|ປີໃໝ່
ຍິນດີ|ຕ້ອນຮັບ|ສູ່|ຊຽງໄຮ້
សូមស្វាគមន៍|មកកាន់|សៀងហៃ
រីករាយ|ឆ្នាំ|ថ្មី
မင်္ဂလာ|နှစ်သစ်ကူး|ပါ
နှစ်သစ်|မှာ|ပျော်|ရွှင်|ပါ|စေ
መልካም፡|አዲስ፡|ዓመት፡|ለሁላችሁ
안녕하세요 상하이 드론 쇼에 오신 것을 환영합니다
결혼을 진심으로 축하합니다
افتتاح المعرض في 31_مارس
خصم 50_٪ هذا الأسبوع
שנה טובה לכל החברים
31_मार्च को मिलते हैं
С_Новым годом, дорогие друзья!
Скидка 500_руб. до_8_марта
Frohe Weihnachten und_ein_gutes neues Jahr
Eröffnung am 3._Oktober
Bonne année à_tous nos amis_!
À_partir du_14_juillet
Inauguración el_5_de_mayo
Parabéns pelo seu aniversário
Buon compleanno a_Giulia
See you at_the_fair
31_March in_Hall_5
Formula_1 is_back in_Shanghai
Ring +44_20_7946_0958 today
Call 800_820_8820 now
+86_21_6279_8888 hotline
8_800_555_35_35 звоните
01_23_45_67_89 appelez
macOS_27 is_here
iPhone_17 Pro has arrived
Meet us at_Booth_42 on_31_March
Win 1_000_000_€ tonight
Spider-Man is_in_town
Mercedes-Benz opens its_doors
Rock &_Roll in the_park
Lunch_| Dinner_| Drinks
Thank you (^▽^) for_coming
Dr._Smith and Mrs._Jones say yes
Save 50_% today
Chào mừng bạn đến với Thượng Hải
გილოცავთ ახალ წელს
Γεια σου Κόσμε, καλή χρονιά
İndirim %50 bugün
"""


def plain(marked: str) -> str:
    spaced = "_" in marked or " " in marked
    return marked.replace("_", " ") if spaced else marked.replace("|", "")


def accepted(marked: str) -> set[str]:
    """All that may stand before the end of a line, blanks left out."""
    spaced = "_" in marked or " " in marked
    places = [place.start() for place in regex.finditer(" " if spaced else r"\|", marked)]
    blanks = r"[_ ]" if spaced else r"\|"
    return {regex.sub(blanks, "", marked[:place]) for place in places}


@pytest.mark.parametrize("marked", [*CHINESE.split("\n")[1:-1], *OTHERS.split("\n")[1:-1]])
def test_a_line_ends_where_a_reader_accepts_it(marked: str) -> None:
    lines = lay_out(Caption.parse(plain(marked)), width=548, height=400).lines
    ends = ["".join(lines[:count]).replace(" ", "") for count in range(1, len(lines))]
    assert set(ends) <= accepted(marked), " / ".join(lines)
    assert all(len(line) > 1 for line in lines), " / ".join(lines)


def test_there_are_captions_enough_to_choose_by() -> None:
    assert len(CHINESE.strip().split("\n")) >= 60
    assert len(OTHERS.strip().split("\n")) >= 40
