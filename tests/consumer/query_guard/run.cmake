# The example repository with the installed command: its guard passes, fails on a loss, and fails where nothing could be compared.
file(REMOVE_RECURSE ${TREE})
file(COPY ${CAPNET}/examples/query_guard/ DESTINATION ${TREE}/repository)
set(baseline ${TREE}/repository/baseline.json)
file(READ ${baseline} of_before)
string(REGEX MATCH "/(home|work|tmp|root|usr)/" path "${of_before}")
if(path)
  message(FATAL_ERROR "the baseline remembers where it was made: ${path}")
endif()

function(run expected_status)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE text ERROR_VARIABLE text)
  if((expected_status STREQUAL "0" AND NOT status EQUAL 0) OR (expected_status STREQUAL "not 0" AND status EQUAL 0))
    message(FATAL_ERROR "${ARGN}\nended with status ${status}; expected ${expected_status}:\n${text}")
  endif()
  string(REGEX REPLACE "[ \n]+" " " text "${text}")
  set(text "${text}" PARENT_SCOPE)
endfunction()
function(expect_text words)
  string(FIND "${text}" "${words}" place)
  if(place EQUAL -1)
    message(FATAL_ERROR "expected '${words}' in:\n${text}")
  endif()
endfunction()
function(ctest expected_status)
  run("${expected_status}" ${CTEST} --test-dir ${TREE}/build --output-on-failure --no-tests=error)
  set(text "${text}" PARENT_SCOPE)
endfunction()

run(0 ${CMAKE_COMMAND} -S ${TREE}/repository -B ${TREE}/build -G ${GENERATOR} -DCMAKE_PREFIX_PATH=${PREFIX})
ctest(0)

# One question touches more than it did.
string(REGEX REPLACE "\"touched_bytes\":[0-9]+" "\"touched_bytes\":8" lean "${of_before}")
file(WRITE ${baseline} "${lean}")
ctest("not 0")
expect_text("expected at most 8, as in the baseline")
expect_text("A loss in 3 of 3 questions")

# Its questions are others: that says nothing about losses.
string(REPLACE "\"name\":\"" "\"name\":\"programs or " others "${of_before}")
file(WRITE ${baseline} "${others}")
ctest("not 0")
expect_text("nothing was compared")

# Without a baseline too, until one is made.
file(REMOVE ${baseline})
ctest("not 0")
expect_text("there is no such file")
run(0 ${CMAKE_COMMAND} --build ${TREE}/build --target questions_baseline)
ctest(0)

# With a tolerance large enough the lean file passes.
file(READ ${TREE}/repository/CMakeLists.txt project)
string(REPLACE "OPTIONS" "TOLERANCE 1000 OPTIONS" project "${project}")
file(WRITE ${TREE}/repository/CMakeLists.txt "${project}")
file(WRITE ${baseline} "${lean}")
run(0 ${CMAKE_COMMAND} -S ${TREE}/repository -B ${TREE}/build)
ctest(0)

# What the function refuses. It tells before it adds anything.
foreach(wrong IN ITEMS
    "is no name of a test|NETWORK network"
    "is no name of a test|a/b NETWORK network QUERIES queries.txt BASELINE baseline.json"
    "QUERIES is missing or empty|questions NETWORK network BASELINE baseline.json"
    "BASELINE is missing or empty|questions NETWORK network QUERIES queries.txt BASELINE"
    "'AGAIN' is not understood|NAME questions AGAIN NETWORK network QUERIES queries.txt BASELINE baseline.json"
    "there is no NETWORK|questions NETWORK none QUERIES queries.txt BASELINE baseline.json"
    "TOLERANCE '10%' is no share|questions NETWORK network QUERIES queries.txt BASELINE baseline.json TOLERANCE 10%"
    "the capnet command is not there|NAME questions NETWORK network QUERIES queries.txt BASELINE baseline.json TOLERANCE .1")
  string(REGEX MATCH "^([^|]+)[|](.+)$" ignored "${wrong}")
  set(words "${CMAKE_MATCH_1}")
  file(WRITE ${TREE}/repository/wrong.cmake "cmake_minimum_required(VERSION 3.25)\ninclude(${CAPNET}/cmake/capnet-query-guard.cmake)\ncapnet_add_query_guard(${CMAKE_MATCH_2})\n")
  execute_process(COMMAND ${CMAKE_COMMAND} -P wrong.cmake WORKING_DIRECTORY ${TREE}/repository RESULT_VARIABLE status
    OUTPUT_VARIABLE text ERROR_VARIABLE text)
  string(REGEX REPLACE "[ \n]+" " " text "${text}")
  if(status EQUAL 0)
    message(FATAL_ERROR "expected a refusal: ${wrong}")
  endif()
  expect_text("${words}")
endforeach()
