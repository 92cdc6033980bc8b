# Makes pages of the repository pages of the reference: see Doxyfile. A header's link leads to its page of the reference; a link within a
# page, whose headings Doxygen names in its own way, and one to what is no page there, become their text.
s#\[([^]]*)\]\((\.\./)*include/(capnet/[^)]*\.hpp)\)#\\ref \3 "\1"#g
s/\[([^]]*)\]\(#[^)]*\)/\1/g
s#\[([^]]*)\]\((\.\./)*(examples|tests|src|docs/decisions|CITATION\.cff)[^)]*\)#\1#g
