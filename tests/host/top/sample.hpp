// What a host with three plugins answers.
#pragma once

namespace cocotalk::host::top {

inline constexpr char sample_json[] =
    R"({"host":{"version":"1.2.3","started_at":1000000,"status":"degraded"},)"
    R"("now":{"connections":1204,"messages_per_second":35.25,"deliveries_per_second":1412,"commits_per_second":31,)"
    R"("commit_ms":null,"commit_queue":2,"read_queue":0,"outbox_bytes":12700},"plugins":[)"
    R"({"id":"storage","version":"1.0.0","file":"storage.so","built_with":"g++","state":"running","sentence":"","calls":123456,)"
    R"("errors":0,"mean_us":830.5,"provides":["cocotalk.storage/1"],"can_be_replaced":true},)"
    R"({"id":"auth","version":"1.0.0","state":"running","sentence":"","calls":12,"errors":3,"mean_us":null},)"
    R"({"id":"mail","version":"0.9","state":"degraded","sentence":"the mail server is away","calls":7,"errors":7,"mean_us":2100}]})";

}  // namespace cocotalk::host::top
