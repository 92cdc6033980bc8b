#pragma once
/// Names of the main types, for headers that only mention them.
#include <cstdint>

namespace capnet {

// core
struct problem;
class input_error;
template <class Kind>
class id;
struct vertex_ref;
struct tie_ref;
struct partial_date;
struct spell;
class random_stream;

// model
class schema;
struct relation_info;
struct estimate;
struct figure;
struct source;
enum class sector : std::uint8_t;
enum class status : std::uint8_t;

// network and view
struct event_log;
class builder;
class layer;
class snapshot;
class network_view;

// algorithm
class compressed_graph;

}  // namespace capnet
