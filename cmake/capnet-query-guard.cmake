# capnet_add_query_guard(NAME NETWORK FILE QUERIES FILE BASELINE FILE [TOLERANCE SHARE] [OPTIONS OPTION...])
#
# Adds a test NAME that fails where a question of QUERIES, a query a line, costs more than in BASELINE: it runs `capnet bench`. NETWORK is
# a data folder or a packed file. SHARE is how much more a question may touch: .1 is a tenth; default: nothing. OPTIONS are further ones of
# `capnet bench`, such as --as-of 2024. The target NAME_baseline writes BASELINE anew: build it on the state to guard, and keep the file
# with the questions. Relative files are those of the current source folder.
function(capnet_add_query_guard)
  set(usage "capnet_add_query_guard(NAME NETWORK FILE QUERIES FILE BASELINE FILE [TOLERANCE SHARE] [OPTIONS OPTION...])")
  set(arguments ${ARGV})
  if(ARGC GREATER 1 AND ARGV0 STREQUAL "NAME" AND NOT ARGV1 STREQUAL "NETWORK")
    list(POP_FRONT arguments)  # as add_test(NAME ...) has it
  endif()
  set(name "")
  if(arguments)
    list(POP_FRONT arguments name)
  endif()
  if(NOT name MATCHES "^[A-Za-z0-9_.+-]+$" OR name MATCHES "^(NETWORK|QUERIES|BASELINE|TOLERANCE|OPTIONS)$")
    message(FATAL_ERROR "capnet_add_query_guard: '${name}' is no name of a test; expected letters, digits, _, ., + or - in ${usage}")
  endif()
  cmake_parse_arguments(guard "" "NETWORK;QUERIES;BASELINE;TOLERANCE" "OPTIONS" ${arguments})
  if(guard_UNPARSED_ARGUMENTS)
    list(JOIN guard_UNPARSED_ARGUMENTS " " more)
    message(FATAL_ERROR "capnet_add_query_guard(${name}): '${more}' is not understood; expected ${usage}")
  endif()
  foreach(argument IN ITEMS NETWORK QUERIES BASELINE TOLERANCE)
    if(argument IN_LIST guard_KEYWORDS_MISSING_VALUES OR (NOT argument STREQUAL "TOLERANCE" AND "${guard_${argument}}" STREQUAL ""))
      message(FATAL_ERROR "capnet_add_query_guard(${name}): ${argument} is missing or empty; expected ${usage}")
    endif()
  endforeach()
  foreach(file IN ITEMS NETWORK QUERIES BASELINE)
    get_filename_component(guard_${file} "${guard_${file}}" ABSOLUTE BASE_DIR "${CMAKE_CURRENT_SOURCE_DIR}")
  endforeach()
  foreach(file IN ITEMS NETWORK QUERIES)  # a baseline is still to be made
    if(NOT EXISTS "${guard_${file}}")
      message(FATAL_ERROR "capnet_add_query_guard(${name}): there is no ${file} ${guard_${file}}; expected a file, or of NETWORK a folder too")
    endif()
  endforeach()
  set(tolerance "")
  if(NOT "${guard_TOLERANCE}" STREQUAL "")
    if(NOT guard_TOLERANCE MATCHES "^([0-9]+[.]?[0-9]*|[.][0-9]+)$")
      message(FATAL_ERROR "capnet_add_query_guard(${name}): TOLERANCE '${guard_TOLERANCE}' is no share; expected a number such as .1 for a tenth")
    endif()
    set(tolerance --tolerance ${guard_TOLERANCE})
  endif()
  if(NOT TARGET capnet::command)
    message(FATAL_ERROR "capnet_add_query_guard(${name}): the capnet command is not there; expected find_package(capnet COMPONENTS command) where it "
      "was installed, or CAPNET_BUILD_COMMAND ON before add_subdirectory or FetchContent")
  endif()
  set(asked bench "${guard_NETWORK}" "${guard_QUERIES}" ${guard_OPTIONS})
  add_test(NAME ${name} COMMAND $<TARGET_FILE:capnet::command> ${asked} --baseline "${guard_BASELINE}" ${tolerance})
  set_tests_properties(${name} PROPERTIES RUN_SERIAL TRUE)  # it takes times
  add_custom_target(${name}_baseline COMMAND capnet::command ${asked} --json "${guard_BASELINE}" VERBATIM USES_TERMINAL
    COMMENT "Baseline of ${name}: ${guard_BASELINE}")
endfunction()
