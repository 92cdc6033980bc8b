# Runs the generator and compares every file with the committed one.
file(REMOVE_RECURSE ${OUT})
execute_process(COMMAND ${PROGRAM} ${DATA}/probono ${OUT} COMMAND_ERROR_IS_FATAL ANY)
foreach(name vertices ties skills sources)
  execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${OUT}/${name}.csv ${DATA}/probono_generated/${name}.csv RESULT_VARIABLE differs)
  if(differs)
    message(SEND_ERROR "${name}.csv is not what generate_probono writes: run it on examples/data/probono and commit the result")
  endif()
endforeach()
