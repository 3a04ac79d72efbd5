# What is installed where, and the two Debian packages: `program` is what runs, `sdk` what somebody needs who writes plugins. The program
# finds its things relative to itself: ../lib/cocotalk/plugins, ../libexec/cocotalk, ../share/cocotalk.
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

# ---- program
install(TARGETS cocotalk RUNTIME DESTINATION bin COMPONENT program)
get_property(folders DIRECTORY plugins PROPERTY SUBDIRECTORIES)
foreach(folder ${folders})
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target ${targets})
    get_target_property(type ${target} TYPE)
    if(type STREQUAL "MODULE_LIBRARY")
      install(TARGETS ${target} LIBRARY DESTINATION lib/cocotalk/plugins COMPONENT program)
    endif()
  endforeach()
endforeach()
install(DIRECTORY config/ DESTINATION share/cocotalk/config COMPONENT program FILES_MATCHING PATTERN "*.json")

# ---- sdk
install(DIRECTORY sdk/include/cocotalk sdk/testing/cocotalk DESTINATION include COMPONENT sdk)
install(DIRECTORY sdk/template/ DESTINATION share/cocotalk/template COMPONENT sdk)
install(DIRECTORY docs/ DESTINATION share/doc/cocotalk-dev COMPONENT sdk FILES_MATCHING PATTERN "*.md")
install(FILES cmake/CocoTalkConfig.cmake sdk/cmake/CocoTalk.cmake sdk/cmake/plugin.map DESTINATION lib/cmake/CocoTalk COMPONENT sdk)
include(CMakePackageConfigHelpers)
write_basic_package_version_file(CocoTalkConfigVersion.cmake COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/CocoTalkConfigVersion.cmake DESTINATION lib/cmake/CocoTalk COMPONENT sdk)

# The program of the build folder finds the templates where the installed one does.
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/cocotalk)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/sdk/template ${CMAKE_BINARY_DIR}/share/cocotalk/template SYMBOLIC)

# ---- packages
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME cocotalk)
set(CPACK_PACKAGE_CONTACT "CocoTalk <cocotalk@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS ${CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS})
set(CPACK_COMPONENTS_ALL program sdk)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME cocotalk)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION net)
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "CocoTalk messenger host: a small core, everything else plugins")
set(CPACK_DEBIAN_SDK_PACKAGE_NAME cocotalk-dev)
set(CPACK_DEBIAN_SDK_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_SDK_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_SDK_PACKAGE_DEPENDS "cocotalk (= ${PROJECT_VERSION}), cmake (>= 3.25), g++ | clang, libgtest-dev")
set(CPACK_COMPONENT_SDK_DESCRIPTION "headers, fakes, contracts and templates for plugins of the CocoTalk host")
include(CPack)
