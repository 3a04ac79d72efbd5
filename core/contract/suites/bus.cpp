#include <cocotalk/testing/bus_contract.hpp>

#include "core/contract/subject.hpp"

COCO_SUITE(Bus, BusContract, coco_bus, COCO_BUS)
