"""The peers by name."""

from bench.peers.autocorrelation import count_periods
from bench.peers.peak_counter import count_peaks
from bench.peers.peer import Counter
from bench.peers.zero_crossings import count_crossings

PEERS: dict[str, Counter] = {
    "peak counter": count_peaks,
    "autocorrelation": count_periods,
    "zero crossings": count_crossings,
}
