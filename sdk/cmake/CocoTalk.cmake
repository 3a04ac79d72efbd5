# cocotalk_add_plugin(NAME PARTS a.cpp b.cpp PLUGIN plugin.cpp LIBS Poco::Net …)
#
# PARTS become the static library NAME-parts, which tests link; PLUGIN holds the wiring and becomes the module NAME.so with
# everything hidden but its one symbol. No flags of your own.
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
