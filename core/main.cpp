// The program `cocotalk`: the host, with the application linked in.
#include "core/host/program.hpp"

extern "C" const coco_plugin coco_service_plugin;  // core/service

int main(int argc, char** argv) { return cocotalk::host::run_program(argc, argv, coco_service_plugin); }
