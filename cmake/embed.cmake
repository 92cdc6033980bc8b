# embed(target name file...): compiles files into a target as `extern const std::string_view name` (see src/report/assets.hpp).
function(embed target name)
  set(bytes "")
  foreach(file IN LISTS ARGN)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    file(READ "${file}" hex HEX)
    string(APPEND bytes "${hex}0a")
  endforeach()
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${bytes}")
  # One literal of at most 16,000 characters on a line, joined by the compiler.
  string(REGEX REPLACE "(................................................................................)" "\"\\1\"\n" bytes "${bytes}X")
  string(REGEX REPLACE "\n([^\"\n]*)X$" "\n\"\\1\"" bytes "${bytes}")
  set(source "${CMAKE_CURRENT_BINARY_DIR}/embed/${name}.cpp")
  file(CONFIGURE OUTPUT "${source}" @ONLY CONTENT
    "#include \"report/assets.hpp\"\nnamespace capnet::detail {\nnamespace {\nconstexpr char bytes[] =\n@bytes@;\n}\nconst std::string_view ${name}{bytes, sizeof bytes - 1};\n}\n")
  target_sources(${target} PRIVATE "${source}")
endfunction()
