# What is installed where, and the Debian package. The program finds its plugins relative to itself: ../lib/cocotalk/plugins.
include(GNUInstallDirs)

install(TARGETS cocotalk RUNTIME DESTINATION bin COMPONENT program)
install(DIRECTORY ${CMAKE_BINARY_DIR}/lib/cocotalk/plugins/ DESTINATION lib/cocotalk/plugins COMPONENT program
  FILES_MATCHING PATTERN "*.so")
install(DIRECTORY config/ DESTINATION share/cocotalk/config COMPONENT program FILES_MATCHING PATTERN "*.json")

# For who writes plugins: find_package(CocoTalk), then cocotalk_add_plugin() and cocotalk::testing.
install(DIRECTORY sdk/include/cocotalk DESTINATION include COMPONENT sdk)
install(DIRECTORY sdk/testing/cocotalk DESTINATION include COMPONENT sdk)
install(FILES cmake/CocoTalkConfig.cmake sdk/cmake/CocoTalk.cmake DESTINATION lib/cmake/CocoTalk COMPONENT sdk)
include(CMakePackageConfigHelpers)
write_basic_package_version_file(CocoTalkConfigVersion.cmake COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/CocoTalkConfigVersion.cmake DESTINATION lib/cmake/CocoTalk COMPONENT sdk)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME cocotalk)
set(CPACK_PACKAGE_CONTACT "CocoTalk <cocotalk@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "CocoTalk messenger host: a small core, everything else plugins")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL program)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME cocotalk)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
include(CPack)
