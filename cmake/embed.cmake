# embed(target name file...): compiles files, joined by newlines, into a target as the std::string_view `name`
# that src/report/assets.hpp declares.
function(embed target name)
  set(hex "")
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    file(READ "${file}" content HEX)
    string(APPEND hex "${content}0a")
  endforeach()
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  set(source "${CMAKE_CURRENT_BINARY_DIR}/embed/${name}.cpp")
  file(CONFIGURE OUTPUT "${source}" @ONLY CONTENT [[
#include "report/assets.hpp"
namespace capnet::detail {
namespace {
const char bytes[] = {@bytes@};
}
const std::string_view @name@{bytes, sizeof bytes};
}
]])
  set_source_files_properties("${source}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_sources(${target} PRIVATE "${source}")
endfunction()
