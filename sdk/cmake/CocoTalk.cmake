# cocotalk_add_plugin(NAME PARTS a.cpp b.cpp PLUGIN plugin.cpp LIBS Poco::Net …)
#
# PARTS become the static library NAME-parts, which tests link; PLUGIN holds the wiring and becomes the module NAME.so with
# everything hidden but its one symbol. No flags of your own.
set(COCOTALK_PLUGIN_MAP ${CMAKE_CURRENT_LIST_DIR}/plugin.map)
find_program(COCOTALK_PROGRAM cocotalk HINTS ${CMAKE_CURRENT_LIST_DIR}/../../../bin DOC "seals plugins; without it they are built unsealed")

function(cocotalk_add_plugin name)
  cmake_parse_arguments(P "" "" "PARTS;PLUGIN;LIBS" ${ARGN})
  if(NOT P_PLUGIN)
    message(FATAL_ERROR "cocotalk_add_plugin(${name}): PLUGIN names no source file")
  endif()
  add_library(${name} MODULE ${P_PLUGIN})
  set_target_properties(${name} PROPERTIES
    PREFIX "" CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/cocotalk/plugins)
  target_link_libraries(${name} PRIVATE cocotalk::sdk ${P_LIBS})
  if(TARGET cocotalk-flags)
    target_link_libraries(${name} PRIVATE cocotalk-flags)
  endif()
  if(P_PARTS)
    add_library(${name}-parts STATIC ${P_PARTS})
    set_target_properties(${name}-parts PROPERTIES
      POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden C_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
    target_link_libraries(${name}-parts PUBLIC cocotalk::sdk ${P_LIBS})
    target_include_directories(${name}-parts PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/..)
    if(TARGET cocotalk-flags)
      target_link_libraries(${name}-parts PRIVATE cocotalk-flags)
    endif()
    target_link_libraries(${name} PRIVATE ${name}-parts)
  endif()
  # One exported name; and room in the build id (the letters COCOSEAL and 32 bytes) for the seal by which a host sees damage.
  target_link_options(${name} PRIVATE -Wl,--version-script=${COCOTALK_PLUGIN_MAP}
    -Wl,--build-id=0x434f434f5345414cffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff)
  set_target_properties(${name} PROPERTIES LINK_DEPENDS ${COCOTALK_PLUGIN_MAP} BUILD_WITH_INSTALL_RPATH ON)  # an installed file is not edited
  if(TARGET cocotalk-seal)
    add_custom_command(TARGET ${name} POST_BUILD COMMAND cocotalk-seal $<TARGET_FILE:${name}> VERBATIM)
  elseif(COCOTALK_PROGRAM)
    add_custom_command(TARGET ${name} POST_BUILD COMMAND ${COCOTALK_PROGRAM} plugin seal $<TARGET_FILE:${name}> VERBATIM)
  endif()
  # Without -fno-gnu-unique a replaced library silently runs the old code; -z defs finds missing symbols now, not at run time.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-gnu-unique>)
    if(P_PARTS)
      target_compile_options(${name}-parts PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-gnu-unique>)
    endif()
  endif()
  if(NOT COCOTALK_SANITIZE AND NOT COCOTALK_FUZZ)
    target_link_options(${name} PRIVATE -Wl,-z,defs)
  endif()
endfunction()

# cocotalk_add_plugin_test(NAME a_test.cpp …): the isolated test of the plugin NAME, the program NAME-test. Its own sources are linked
# in, as coco_plugin_abi1, with GoogleTest and all of <cocotalk/testing/…>. ctest knows every test, and NAME.check: what the program
# cocotalk says to the built library.
function(cocotalk_add_plugin_test name)
  _cocotalk_find_googletest()
  get_target_property(folder ${name} SOURCE_DIR)
  get_target_property(sources ${name} SOURCES)
  get_target_property(libraries ${name} LINK_LIBRARIES)
  list(TRANSFORM sources REPLACE "^([^/].*)$" "${folder}/\\1")
  add_executable(${name}-test ${ARGN} ${sources})
  target_link_libraries(${name}-test PRIVATE ${libraries} cocotalk::testing GTest::gtest_main)
  gtest_discover_tests(${name}-test DISCOVERY_MODE PRE_TEST TEST_PREFIX ${name}.)
  if(COCOTALK_PROGRAM)
    add_test(NAME ${name}.check COMMAND ${COCOTALK_PROGRAM} plugin check $<TARGET_FILE:${name}>)
  endif()
endfunction()

# GoogleTest as this compiler can link it: Debian's library is for libstdc++; for libc++ it is built from the package's sources.
macro(_cocotalk_find_googletest)
  include(CheckCXXSymbolExists)
  check_cxx_symbol_exists(_LIBCPP_VERSION version COCOTALK_HAS_LIBCPP)
  if(COCOTALK_HAS_LIBCPP AND NOT TARGET GTest::gtest_main)
    add_subdirectory(/usr/src/googletest/googletest ${CMAKE_BINARY_DIR}/googletest EXCLUDE_FROM_ALL)
  elseif(NOT COCOTALK_HAS_LIBCPP)
    find_package(GTest REQUIRED)
  endif()
  find_package(Threads REQUIRED)
  include(GoogleTest)
endmacro()
