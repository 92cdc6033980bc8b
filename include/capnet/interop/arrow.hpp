#pragma once
/// Tables for DuckDB, Polars, pandas, R and whatever else reads Arrow: through the Arrow C Data Interface, without an
/// Arrow library.
///
///     ArrowSchema schema;
///     ArrowArray rows;
///     export_arrow(net, net.schema().index_of<organization>(), schema, rows);  // who takes them releases them
#include <capnet/core/answer.hpp>
#include <capnet/interop/arrow_abi.hpp>
#include <capnet/network/snapshot.hpp>

namespace capnet {

/// The vertices of a kind as a struct array: a row each by id, with the columns `id`, `name`, `name_en`, `sector`,
/// `region`, `size`, `begin`, `begin_latest`, `end`, `end_latest`, `status`, `cite`, and one for each attribute, as
/// recorded first.
///
/// Numbers are float64, integers int64, yes_no boolean, dates date32 (the first day that they can be, and beside it
/// `NAME_latest`), categories dictionaries, texts large_utf8. What is unknown is null. Unit, meaning and description
/// stand in a column's metadata. Numbers, integers and the numbers of categories are read where they lie in the
/// network, which lives until the array is released. Columns of text of which nothing is known are left out.
///
/// Both structs are to be released by whoever takes them, in any order, children taken out or not. Throws
/// std::bad_alloc and leaves both as they are. Time O(n).
inline void export_arrow(const snapshot& net, kind_index kind, ArrowSchema& schema, ArrowArray& rows);

/// The ties of a relation that are not retracted: `source` and `target` (dictionaries of ids), `row`, `weight`, the
/// four days, `status`, `recorded`, `role`, `cite` and attributes. Rows stand in the order of `layer.out()`. Time O(n +
/// m).
inline void export_arrow(const snapshot& net, relation_index relation, ArrowSchema& schema, ArrowArray& rows);

/// The rows of an answer's table: what `capnet --format json` and `csv` print. A column for each that has a name, with
/// its unit and label in the metadata: integers are int64 (float64 if one is beyond), numbers float64, yes_no boolean,
/// texts large_utf8, lists large_list. What is unknown or absent is null. Tables in cells are left out. Time O(cells).
inline void export_arrow(const answer_table& table, ArrowSchema& schema, ArrowArray& rows);

}  // namespace capnet

#include <capnet/interop/detail/arrow_answer.hpp>  // IWYU pragma: export
#include <capnet/interop/detail/arrow_tables.hpp>  // IWYU pragma: export
