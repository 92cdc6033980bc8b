file(GLOB_RECURSE built ${FOLDER}/*.a ${FOLDER}/*.so ${FOLDER}/*.o)
if(built)
  message(FATAL_ERROR "built although nothing links it: ${built}")
endif()
