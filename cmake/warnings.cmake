# Warnings for our own targets only: nothing of this reaches a consumer.
option(CAPNET_WARNINGS_AS_ERRORS "Treat warnings in capnet's own targets as errors" ${PROJECT_IS_TOP_LEVEL})

function(capnet_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wnon-virtual-dtor
    -Wold-style-cast -Woverloaded-virtual $<$<BOOL:${CAPNET_WARNINGS_AS_ERRORS}>:-Werror>)
endfunction()
