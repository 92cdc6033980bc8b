# Warnings for our own targets only: nothing of this reaches a consumer.
option(CAPNET_WARNINGS_AS_ERRORS "Treat warnings in capnet's own targets as errors" ${PROJECT_IS_TOP_LEVEL})

function(capnet_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wnon-virtual-dtor
    -Wold-style-cast -Woverloaded-virtual
    $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>  # g++ 12 sees overlaps in any "text" + std::string at -O2 (GCC bug 105651)
    $<$<CXX_COMPILER_ID:GNU>:-Wno-uninitialized>
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>  # and its own AVX-512 header's __Y (GCC bug 105593)
    $<$<BOOL:${CAPNET_WARNINGS_AS_ERRORS}>:-Werror>)
endfunction()
