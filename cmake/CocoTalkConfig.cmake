# find_package(CocoTalk): cocotalk::sdk and cocotalk::testing (both header-only), cocotalk_add_plugin() and cocotalk_add_plugin_test().
get_filename_component(_cocotalk_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
foreach(_cocotalk_target sdk testing)
  if(NOT TARGET cocotalk::${_cocotalk_target})
    add_library(cocotalk::${_cocotalk_target} INTERFACE IMPORTED)
    set_target_properties(cocotalk::${_cocotalk_target} PROPERTIES
      INTERFACE_INCLUDE_DIRECTORIES "${_cocotalk_prefix}/include" INTERFACE_COMPILE_FEATURES cxx_std_20)
  endif()
endforeach()
# Optimised, with names for a debugger, where nobody said otherwise.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()
unset(_cocotalk_target)
unset(_cocotalk_prefix)
include("${CMAKE_CURRENT_LIST_DIR}/CocoTalk.cmake")
