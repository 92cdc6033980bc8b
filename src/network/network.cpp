// What the headers of the network declare, the builder and what freezes its rows: see core/config.hpp. One source, so
// that loops over rows have what they call beside them.
#include <capnet/network/attribute_cells-inl.hpp>
#include <capnet/network/attribute_column-inl.hpp>
#include <capnet/network/builder-inl.hpp>
#include <capnet/network/change_list-inl.hpp>
#include <capnet/network/column-inl.hpp>
#include <capnet/network/day_spread-inl.hpp>
#include <capnet/network/endpoint_domain-inl.hpp>
#include <capnet/network/freeze-inl.hpp>
#include <capnet/network/frozen-inl.hpp>
#include <capnet/network/layer-inl.hpp>
#include <capnet/network/name_list-inl.hpp>
#include <capnet/network/recorded-inl.hpp>
#include <capnet/network/recording_checks-inl.hpp>
#include <capnet/network/snapshot-inl.hpp>
#include <capnet/network/tie_columns-inl.hpp>
#include <capnet/network/time_columns-inl.hpp>
#include <capnet/network/vertex_columns-inl.hpp>
#include <capnet/network/vertex_table-inl.hpp>
