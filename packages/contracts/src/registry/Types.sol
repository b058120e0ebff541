// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/**
 * `Waiting` nodes stand in the queue: they are no members, in no set, and asked nothing. `Leaving`
 * ones asked to leave, and are members until a turn ends that. `Left` ones serve where an installed
 * set still names them; their bond is bound until it may be withdrawn. A key that was a member never
 * returns.
 */
enum Status {
    Unknown,
    Waiting,
    Member,
    Leaving,
    Left,
    Withdrawn,
    Slashed
}

/// What a node was slashed for.
enum Offence {
    Seals,
    Receipts,
    Heads,
    Omission,
    Block,
    Vote
}

/// What a network is deployed with. Nothing of it changes.
struct Parameters {
    /// What each node posts, in wei.
    uint128 bond;
    /// How long a turn lasts at least, in seconds. What counts in turns counts in these.
    uint32 turnSeconds;
    /// From a forced install to its effect, in seconds.
    uint32 forceSeconds;
    /// How many blocks after its turn was opened a draw's block comes.
    uint16 lookahead;
    /// How many turns draw every shard anew: a power of two.
    uint16 classes;
    /// How many seats there are at most.
    uint16 seatsMax;
    /// The entry fee is at first the bond divided by this; there is none if it is 0.
    uint16 feeDivisor;
    /// How many replicas a shard of each table has, if there are as many members: 3f+1.
    uint8 firstReplicas;
    uint8 secondReplicas;
    /// After so many turns in which it could not be handed over a shard is installed by force.
    uint8 forceTurns;
    /// Whose view is older, in turns, signs and counts nothing.
    uint8 viewAge;
    /// How long a bond is bound after its node has left, in turns.
    uint8 exitDelay;
    /// A turn opens only for a change, and at once if nothing is pending: for local networks.
    bool eager;
    /// The contract that may slash by {NodeRegistry-slash}; zero if there is none.
    address tally;
}

/// What a reader looks at first; one word.
struct Summary {
    uint40 turn;
    /// When it was opened, in seconds since the Unix epoch.
    uint40 openedAt;
    /// The block whose value it draws with.
    uint40 drawBlock;
    /// Counts what changed of seats.
    uint40 revision;
    /// The newest turn whose sets were installed for all shards at once.
    uint40 floor;
    /// Seats ever taken.
    uint16 seats;
    uint16 members;
    /// How many shards of the turn's class are installed in it.
    uint16 installs;
    bool drawn;
}

/// Where the lists stand.
struct Lists {
    /// The queue, in the order of entering; who cancelled leaves a hole.
    uint32 queueFirst;
    uint32 queueEnd;
    uint32 waiting;
    uint32 leavingFirst;
    uint32 leavingEnd;
    uint32 endingFirst;
    uint32 endingEnd;
    uint32 freedFirst;
    /// Next word.
    uint32 freedEnd;
    /// Counts what changed of installed turns and stalls.
    uint64 settlements;
    /// The turn in which members were last retired, and how many in it.
    uint40 retiredIn;
    uint16 retired;
    /// The floor before the present one.
    uint40 beforeFloor;
}

/// A seat and who has it; a draw picks seats.
struct Seat {
    /// The turn from which on its holder is a member.
    uint64 since;
    /// The turn from which on it is none any more; 0 while it is.
    uint64 until;
    /// The newest turn in which its holder said anything of handing over.
    uint64 spoke;
    /// The newest revision that touched it.
    uint64 revision;
    bytes32 node;
}

/// A node. All of it stays readable for good.
struct Node {
    /// The node's P-256 public key.
    bytes32 x;
    bytes32 y;
    /// Who posted the bond and may update the node, make it leave and withdraw.
    address operator;
    uint16 seat;
    Status status;
    /// It was retired: the first entry fee is kept of its bond.
    bool retired;
    /// When its addresses were last given, in seconds since the Unix epoch.
    uint40 updatedAt;
    uint40 since;
    uint40 until;
    /// When the bond may be withdrawn, in seconds since the Unix epoch; 0 before it left.
    uint40 withdrawableAt;
    /// Its place in the queue.
    uint32 place;
    /// Keccak of the addresses, ABI-encoded.
    bytes32 addressesHash;
    Addresses addresses;
}

/// Where a node is reached, and what it says of itself.
struct Addresses {
    /// Where clients connect: `ws://` or `wss://`.
    string url;
    /// Where nodes connect: a libp2p multiaddr that ends in the peer id.
    string peer;
    /// Who runs it, as it says; may be empty.
    string label;
    /// ISO 3166-1 alpha-2, as it says; may be zero.
    bytes2 country;
    /// A P-256 key to encrypt to; zero if there is none.
    bytes32 boxX;
    bytes32 boxY;
}

/// What a turn drew, and among whom.
struct Turn {
    /// Zero until it is drawn.
    bytes32 entropy;
    /// Seats that picks fall on.
    uint32 seats;
    uint32 members;
    uint64 openedAt;
    uint64 drawBlock;
    /// All shards were installed in it at once.
    bool whole;
}

/// How often a shard was not handed over.
struct Stall {
    /// The draw these are of; of others there are none.
    uint64 draw;
    /// The turn that counted last.
    uint64 last;
    /// The turn whose set is installed by force; 0 if none.
    uint64 forced;
    /// From when on it is, in seconds since the Unix epoch.
    uint56 effectiveAt;
    uint8 count;
}

/// A holder of a seat, as readers need it.
struct Holder {
    bytes32 id;
    bytes32 x;
    bytes32 y;
    uint64 since;
    uint64 until;
    uint64 withdrawableAt;
    Status status;
    address operator;
    Addresses addresses;
}

/// A seat's holders, the newest last: those that were members in or after the turn asked for.
struct SeatView {
    uint256 seat;
    Holder[] holders;
}
