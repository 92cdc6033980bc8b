# Ends a check of files: fails with what it found, or says what it saw.
function(report_problems problems seen)
  if(problems)
    message(FATAL_ERROR "${problems}")
  endif()
  message(STATUS "${seen}")
endfunction()
