if(EXISTS ${LIBRARY})
  message(FATAL_ERROR "capnet was built although nothing links it")
endif()
