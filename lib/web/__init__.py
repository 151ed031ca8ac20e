"""The Starlette side of Skylit: everything that a browser gets without a Streamlit session.

lifespan          opens the studio with the server and closes it with it
server_tuning     two faults of the server, mended while it runs
visitor_cookie    gives every browser its visitor id
host_check        by which names Skylit answers
security_headers  what browsers are told about our answers
script_errors     a page that fails: a sentence, no traceback
clips             /clips/: films and posters, by Range, for their owner or by signed link
byte_range        which bytes of a file were asked for
previews          /previews: a still of a caption that is no video yet
samples           /samples/: a moving sample of each template
assets            /fonts/: the vendored web fonts
routes            all of these, as the app mounts them
"""
