"""Parts of a page that show one generation or one caption.

generation_panel   the right side of Create: from preview to player, with its actions
draft_preview      the frame while words are written
player_frame       the phone's inside: preview, player or notice
legibility         the line under the words
download           the menu of files that can be had of a film
share_panel        a public link: until when, copy, QR code, stop
question           did a paid request arrive? its owner decides
recent             the latest generations, small
undo               brings back what was deleted a moment ago
card               one generation of History
card_actions       what can be done with it
costs              what paid videos have cost
"""
