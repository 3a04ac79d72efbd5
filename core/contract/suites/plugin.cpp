#include <cocotalk/testing/plugin_contract.hpp>

#include "core/contract/subject.hpp"

COCO_PLUGIN_CONTRACT(Plugin, [] { return PluginCase{::cocotalk::contract::subject(), ::cocotalk::contract::subject_settings()}; })
