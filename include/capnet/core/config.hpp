#pragma once
/// Two forms of one library.
///
/// By default what is no template is compiled once, into the library: headers declare it, and who includes one compiles
/// what it asks, not how it is done. With CAPNET_HEADER_ONLY, which the target capnet::headers sets, each header brings
/// its definitions along: `x.hpp` ends with
///
///     #if defined(CAPNET_HEADER_ONLY)
///     #include <capnet/network/x-inl.hpp>
///     #endif
///
/// and a source of the library includes `x-inl.hpp` once. Definitions there begin with CAPNET_INLINE. A program is
/// built in one form throughout; parts of it that are not still link, since both forms hold the same code.
#if defined(CAPNET_HEADER_ONLY)
#define CAPNET_INLINE inline
#else
#define CAPNET_INLINE
#endif
