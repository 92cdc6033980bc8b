# What gets installed: headers, library, command, CMake package, pkg-config files. The installed tree can be moved.
include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/capnet)

install(TARGETS capnet_base capnet_headers EXPORT capnet-headers
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILE_SET adapters DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT capnet-headers NAMESPACE capnet:: DESTINATION ${package_folder})
if(TARGET capnet)
  install(TARGETS capnet EXPORT capnet-library
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(EXPORT capnet-library NAMESPACE capnet:: DESTINATION ${package_folder})
endif()
if(TARGET capnet_command)
  install(TARGETS capnet_command EXPORT capnet-command RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(EXPORT capnet-command NAMESPACE capnet:: DESTINATION ${package_folder})
endif()
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/capnet)

set(components headers)
if(TARGET capnet)
  list(APPEND components capnet)
endif()
if(TARGET capnet_command)
  list(APPEND components command)
endif()
configure_package_config_file(cmake/capnet-config.cmake.in capnet-config.cmake INSTALL_DESTINATION ${package_folder}
  NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(capnet-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/capnet-config.cmake" "${CMAKE_CURRENT_BINARY_DIR}/capnet-config-version.cmake" cmake/capnet-query-guard.cmake
  DESTINATION ${package_folder})

file(RELATIVE_PATH pkgconfig_to_prefix "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
set(packages capnet-headers)
if(TARGET capnet)
  list(APPEND packages capnet)
  # Boost.JSON has no pkg-config file. Who links the static library needs it and oneTBB on the command line, who links the shared one
  # does not.
  get_target_property(library_type capnet TYPE)
  set(public_libraries "")
  set(private_libraries "-lboost_json")
  set(requires "Requires.private")
  if(NOT library_type STREQUAL "SHARED_LIBRARY")
    set(public_libraries " -lboost_json")
    set(private_libraries "")
    set(requires "Requires")
  endif()
endif()
foreach(package IN LISTS packages)
  configure_file(cmake/${package}.pc.in ${package}.pc @ONLY)
  install(FILES "${CMAKE_CURRENT_BINARY_DIR}/${package}.pc" DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()
