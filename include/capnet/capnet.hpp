#pragma once
/// First contact: build a network, freeze it, and see it as of a day. Everything else is one header of its own, by its
/// layer:
///
///     algorithm/  pure graph theory on any graph        metric/  cross-sector measures, audits
///     view/       as of a day, flattened, projected     skill/   who lacks what     flow/  how knowledge spreads
///     io/         data folders, tables and pictures     sim/     growth             interop/, linalg/  other libraries
#include <capnet/core/date.hpp>
#include <capnet/core/error.hpp>
#include <capnet/core/id.hpp>
#include <capnet/model/kinds.hpp>
#include <capnet/model/relations.hpp>
#include <capnet/model/sector.hpp>
#include <capnet/network/builder.hpp>
#include <capnet/network/snapshot.hpp>
#include <capnet/version.hpp>
#include <capnet/view/network_view.hpp>
