"""The Starlette side of Skylit: everything that a browser gets without a Streamlit session.

lifespan          opens the studio with the server and closes it with it
server_tuning     faults of the server, mended while it runs
log_setup         one shape for every line of the process
script_errors     a page that fails: a sentence, no traceback
lost_poster       what stands in the place of a picture that is lost
delivery          a file of the archive as an answer
byte_range        which bytes of a file were asked for
routes/           what Skylit answers itself: films, previews, samples, fonts
middleware/       what wraps every answer: names, open paths, headers, the visitor's cookie
"""
