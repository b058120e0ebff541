// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";

import {Heads} from "./Heads.sol";
import {Receipts} from "./Receipts.sol";
import {Seals} from "./Seals.sol";

/**
 * @title The members of a Parley network
 * @notice Anyone may register a node against a bond. A node that signs two statements of which no
 * honest node signs both loses its bond: anyone may show them here, and the signatures are checked on
 * chain. Nobody owns this contract, nothing in it can be changed after deployment, and ether leaves it
 * only as a bond that is withdrawn or slashed.
 *
 * A node's signatures name neither chain nor contract, so one key must not serve two networks.
 */
contract NodeRegistry {
    /**
     * @notice `Active` nodes are members. `Leaving` ones are members no more, but their bond is at
     * stake until it is withdrawn. A key registers once: who left comes back with a new one, so that
     * {Node-since} and {Node-until} tell all of its membership.
     */
    enum Status {
        Unknown,
        Active,
        Leaving,
        Withdrawn,
        Slashed
    }

    /// @notice What a node was slashed for.
    enum Offence {
        Seals,
        Receipts,
        Heads,
        Omission
    }

    /**
     * @notice A node. All of it stays readable for good: old statements need the key, and what is kept
     * by the members of an old version is asked for at their addresses.
     */
    struct Node {
        /// The node's P-256 public key.
        bytes32 x;
        bytes32 y;
        /// Who posted the bond and may update the node, make it leave and withdraw.
        address operator;
        /// When the bond may be withdrawn, in seconds since the Unix epoch; 0 unless leaving.
        uint64 withdrawableAt;
        Status status;
        /// The version from which on the node is a member.
        uint64 since;
        /// The version from which on it is none any more; 0 while it is.
        uint64 until;
        /// Where clients connect: `ws://` or `wss://`.
        string url;
        /// Where nodes connect: a libp2p multiaddr that ends in the peer id.
        string peer;
    }

    /// @notice What a node is registered with.
    struct Registration {
        bytes32 x;
        bytes32 y;
        string url;
        string peer;
        /// The node key's signature of {registrationDigest} for the caller: nobody registers another's key.
        Signature proof;
    }

    /// @notice An ECDSA signature on P-256; `s` is at most half the order.
    struct Signature {
        bytes32 r;
        bytes32 s;
    }

    /// @notice What a node's log of a topic was at a position, as it signed it.
    struct SignedHead {
        bytes32 hash;
        Signature signature;
    }

    event NodeRegistered(
        bytes32 indexed id,
        address indexed operator,
        uint64 version,
        bytes32 x,
        bytes32 y,
        string url,
        string peer
    );
    event NodeUpdated(bytes32 indexed id, uint64 version, string url, string peer);
    event NodeLeaving(bytes32 indexed id, uint64 version, uint64 withdrawableAt);
    event NodeWithdrawn(bytes32 indexed id, address to);
    event NodeSlashed(
        bytes32 indexed id,
        address indexed reporter,
        uint64 version,
        Offence offence,
        uint256 reward
    );
    event VersionSettled(uint64 version, uint256 confirmations);

    /// @notice A parameter of the deployment is out of range.
    error InvalidParameter();
    /// @notice The ether sent is not exactly the bonds.
    error WrongBond(uint256 required);
    /// @notice The call does not fit the node's status.
    error WrongStatus(Status found);
    /// @notice Only the node's operator may do this.
    error NotOperator(address operator);
    /// @notice A URL or multiaddr is not 1 to 256 printable ASCII characters without space.
    error InvalidAddress();
    /// @notice The bond may not be withdrawn yet.
    error TooEarly(uint64 withdrawableAt);
    /// @notice The version is not the current one, and has other members.
    error WrongVersion(uint64 current);
    /// @notice The version is settled already.
    error AlreadySettled();
    /// @notice A list is empty, or two differ in length, or ids are not in ascending order.
    error InvalidList();
    /// @notice Fewer members confirm than must, and the last change of members is not old enough.
    error NotConfirmed(uint256 required, uint64 withoutFrom);
    /// @notice An honest node may sign both statements.
    error NoConflict();
    /// @notice The signature is not by the node's key, or the key is not on the curve, or `s` is high.
    error InvalidSignature();

    /// @notice Whoever shows evidence receives this part of the bond.
    uint256 public constant REWARD_DIVISOR = 4;
    uint256 private constant ADDRESS_LENGTH_MAX = 256;
    uint256 private constant REPLICAS_MAX = 31;
    uint256 private constant NAME_LENGTH_MAX = 64;

    /// @notice What each node posts, in wei.
    uint256 public immutable bond;
    /// @notice How long a bond stays at stake after its node has left, in seconds.
    uint64 public immutable exitDelay;
    /// @notice How many replicas each topic has, if there are as many nodes.
    uint8 public immutable replicas;
    /// @notice The network's name, for people.
    string public name;

    /// @notice Counts changes of members and addresses: who has seen this version has seen them all.
    uint64 public version;
    /**
     * @notice The newest version whose members are known to hold all that was stored before; at most
     * {version}. The versions from this one on must all hold what is stored now.
     */
    uint64 public settled;
    /// @notice The version that last changed the members; those after it changed addresses alone.
    uint64 public membersVersion;
    /// @notice When the members last changed, in seconds since the Unix epoch.
    uint64 public membersChangedAt;
    /// @notice How many members there are.
    uint32 public active;

    mapping(bytes32 id => Node) private _nodes;
    /// @dev All that ever registered, in this order.
    bytes32[] private _ids;

    /**
     * @param name_ 1 to 64 bytes
     * @param replicas_ 1 to 31
     * @param bond_ in wei, at least `REWARD_DIVISOR`
     * @param exitDelay_ in seconds; evidence must be found and shown within it
     */
    constructor(string memory name_, uint8 replicas_, uint256 bond_, uint64 exitDelay_) {
        uint256 nameLength = bytes(name_).length;
        require(
            nameLength > 0 &&
                nameLength <= NAME_LENGTH_MAX &&
                replicas_ > 0 &&
                replicas_ <= REPLICAS_MAX &&
                bond_ >= REWARD_DIVISOR &&
                exitDelay_ > 0 &&
                exitDelay_ <= type(uint32).max,
            InvalidParameter()
        );
        name = name_;
        replicas = replicas_;
        bond = bond_;
        exitDelay = exitDelay_;
    }

    /**
     * @notice Registers nodes, with all their bonds as the call's value. The caller becomes their
     * operator. They become members in one version: so a network that begins with them is settled.
     */
    function register(Registration[] calldata registrations) external payable {
        uint256 count = registrations.length;
        require(count > 0, InvalidList());
        require(msg.value == bond * count, WrongBond(bond * count));
        bool first = _ids.length == 0;
        uint64 since = _nextVersion();
        for (uint256 i = 0; i < count; ++i) _register(registrations[i], since);
        _membersChanged();
        // Nothing can have been stored before there were members.
        if (first) settled = since;
    }

    /// @notice Changes where a node is reached. For its operator, while the bond is here.
    function update(bytes32 id, string calldata url, string calldata peer) external {
        Node storage node_ = _ownBonded(id);
        _requireAddress(url);
        _requireAddress(peer);
        node_.url = url;
        node_.peer = peer;
        bool wasSettled = settled == version;
        uint64 current = _nextVersion();
        // The members are the same, so they hold what they held.
        if (wasSettled) settled = current;
        emit NodeUpdated(id, current, url, peer);
    }

    /// @notice Ends a node's membership. Its bond may be withdrawn after {exitDelay}.
    function startLeaving(bytes32 id) external {
        Node storage node_ = _ownBonded(id);
        require(node_.status == Status.Active, WrongStatus(node_.status));
        uint64 withdrawableAt = uint64(block.timestamp) + exitDelay;
        node_.status = Status.Leaving;
        node_.withdrawableAt = withdrawableAt;
        _end(node_);
        emit NodeLeaving(id, version, withdrawableAt);
    }

    /// @notice Pays out the bond of a node that left {exitDelay} ago.
    function withdraw(bytes32 id, address payable to) external {
        Node storage node_ = _ownBonded(id);
        require(node_.status == Status.Leaving, WrongStatus(node_.status));
        require(block.timestamp >= node_.withdrawableAt, TooEarly(node_.withdrawableAt));
        node_.status = Status.Withdrawn;
        node_.withdrawableAt = 0;
        emit NodeWithdrawn(id, to);
        Address.sendValue(to, bond);
    }

    /**
     * @notice Settles the current version: its members hold all that was stored before. Anyone may
     * show that enough of them confirm it.
     *
     * A shard's replica set has n = min({active}, {replicas}) members and tolerates f = (n - 1) / 3
     * faults. Which members are in which set is not known here; but if all members but f confirm,
     * then no set lacks more than f of them, and n - f are a quorum of it at least.
     *
     * {exitDelay} after the last change of members no confirmations are needed. Those who left may be
     * gone for good by then, so waiting on brings nothing back, and a network of which too many died
     * would have to store in their sets for ever.
     *
     * @param version_ what is confirmed: the current version or one since {membersVersion}, which has the
     * same members. So nobody can keep a network from being settled by updates of an address.
     * @param ids active nodes, in ascending order: so they are distinct
     * @param signatures theirs, of {confirmationDigest}
     */
    function settle(
        uint64 version_,
        bytes32[] calldata ids,
        Signature[] calldata signatures
    ) external {
        uint64 current = version;
        require(version_ >= membersVersion && version_ <= current, WrongVersion(current));
        require(settled != current, AlreadySettled());
        uint256 count = ids.length;
        require(signatures.length == count, InvalidList());
        uint64 withoutFrom = membersChangedAt + exitDelay;
        uint256 required = confirmationsRequired();
        require(
            (required > 0 && count >= required) || block.timestamp >= withoutFrom,
            NotConfirmed(required, withoutFrom)
        );
        bytes32 digest = confirmationDigest(version_);
        for (uint256 i = 0; i < count; ++i) {
            require(i == 0 || ids[i - 1] < ids[i], InvalidList());
            Node storage node_ = _nodes[ids[i]];
            require(node_.status == Status.Active, WrongStatus(node_.status));
            _requireSigned(node_.x, node_.y, digest, signatures[i]);
        }
        settled = current;
        emit VersionSettled(current, count);
    }

    /**
     * @notice Slashes a node that signed two different statements of one kind for one slot and view.
     * @param one body of the first statement, as {Seals} describes it
     * @param other body of the second statement
     */
    function slashForSeals(
        bytes32 id,
        Seals.Slot calldata slot,
        bytes calldata one,
        Signature calldata oneSignature,
        bytes calldata other,
        Signature calldata otherSignature
    ) external {
        Node storage node_ = _bondedNode(id);
        require(Seals.conflict(one, other), NoConflict());
        _requireSigned(node_.x, node_.y, Seals.digest(id, slot, one), oneSignature);
        _requireSigned(node_.x, node_.y, Seals.digest(id, slot, other), otherSignature);
        _slash(id, node_, Offence.Seals);
    }

    /// @notice Slashes a node that signed receipts of two envelopes for one position of one topic.
    function slashForReceipts(
        bytes32 id,
        bytes32 topic,
        uint64 position,
        Receipts.Receipt calldata one,
        Signature calldata oneSignature,
        Receipts.Receipt calldata other,
        Signature calldata otherSignature
    ) external {
        Node storage node_ = _bondedNode(id);
        require(Receipts.conflict(one, other), NoConflict());
        bytes32 digest = Receipts.digest(id, topic, position, one);
        _requireSigned(node_.x, node_.y, digest, oneSignature);
        digest = Receipts.digest(id, topic, position, other);
        _requireSigned(node_.x, node_.y, digest, otherSignature);
        _slash(id, node_, Offence.Receipts);
    }

    /// @notice Slashes a node that signed two heads for one position of its log of one topic.
    function slashForHeads(
        bytes32 id,
        bytes32 topic,
        uint64 position,
        SignedHead calldata one,
        SignedHead calldata other
    ) external {
        Node storage node_ = _bondedNode(id);
        require(one.hash != other.hash, NoConflict());
        _requireHead(id, node_, topic, position, one);
        _requireHead(id, node_, topic, position, other);
        _slash(id, node_, Offence.Heads);
    }

    /**
     * @notice Slashes a node that signed a receipt for an envelope at a position where its log holds
     * another one.
     * @param position of the receipt
     * @param before the head at the position before it
     * @param current the head at it
     */
    function slashForOmission(
        bytes32 id,
        bytes32 topic,
        uint64 position,
        SignedHead calldata before,
        SignedHead calldata current,
        Receipts.Receipt calldata receipt,
        Signature calldata receiptSignature
    ) external {
        Node storage node_ = _bondedNode(id);
        require(
            position > 0 &&
                Heads.link(before.hash, receipt.sentAt, receipt.envelope) != current.hash,
            NoConflict()
        );
        _requireHead(id, node_, topic, position - 1, before);
        _requireHead(id, node_, topic, position, current);
        bytes32 digest = Receipts.digest(id, topic, position, receipt);
        _requireSigned(node_.x, node_.y, digest, receiptSignature);
        _slash(id, node_, Offence.Omission);
    }

    /// @notice A node that is or was registered; all zero for others.
    function node(bytes32 id) external view returns (Node memory) {
        return _nodes[id];
    }

    /**
     * @notice A page of all nodes that ever registered, in the order in which they did. A reader of
     * several pages reads them at one block, or again if {version} changed meanwhile.
     * @return ids of the page
     * @return page the nodes, in the order of `ids`
     * @return total how many there are on all pages
     * @return current the {version} this is of
     * @return settled_ the {settled} version
     */
    function nodes(
        uint256 offset,
        uint256 limit
    )
        external
        view
        returns (
            bytes32[] memory ids,
            Node[] memory page,
            uint256 total,
            uint64 current,
            uint64 settled_
        )
    {
        total = _ids.length;
        uint256 start = offset < total ? offset : total;
        uint256 count = limit < total - start ? limit : total - start;
        ids = new bytes32[](count);
        page = new Node[](count);
        for (uint256 i = 0; i < count; ++i) {
            ids[i] = _ids[start + i];
            page[i] = _nodes[ids[i]];
        }
        current = version;
        settled_ = settled;
    }

    /// @notice How many members must confirm a version to settle it; 0 while there are none: see {settle}.
    function confirmationsRequired() public view returns (uint256) {
        uint256 members = active;
        if (members == 0) return 0;
        uint256 setSize = members < replicas ? members : replicas;
        return members - (setSize - 1) / 3;
    }

    /// @notice The network's id, to whoever reads it from here.
    function networkId() public view returns (bytes32) {
        return
            sha256(
                abi.encodePacked(
                    "parley/1 chain network id\x00",
                    uint64(block.chainid),
                    address(this)
                )
            );
    }

    /// @notice What a member's key signs to confirm that it holds what it must in a version.
    function confirmationDigest(uint64 version_) public view returns (bytes32) {
        return
            sha256(abi.encodePacked("parley/1 confirmation\x00", networkId(), version_));
    }

    /// @notice The id of the node with this key: the labelled hash of the uncompressed point.
    function nodeId(bytes32 x, bytes32 y) public pure returns (bytes32) {
        return sha256(abi.encodePacked("parley/1 node\x00", bytes1(0x04), x, y));
    }

    /// @notice What a node's key signs so that `operator` may register it here.
    function registrationDigest(address operator) public view returns (bytes32) {
        return
            sha256(
                abi.encodePacked(
                    "parley/1 node registration\x00",
                    block.chainid,
                    address(this),
                    operator
                )
            );
    }

    /**
     * @dev The reporter's part goes to the caller, the rest is burnt: a node that reports itself to
     * save its bond still loses most of it. Effects first: the reporter may be a contract.
     */
    function _slash(bytes32 id, Node storage node_, Offence offence) private {
        bool member = node_.status == Status.Active;
        node_.status = Status.Slashed;
        node_.withdrawableAt = 0;
        if (member) _end(node_);
        uint256 reward = bond / REWARD_DIVISOR;
        emit NodeSlashed(id, msg.sender, version, offence, reward);
        Address.sendValue(payable(address(0)), bond - reward);
        Address.sendValue(payable(msg.sender), reward);
    }

    function _register(Registration calldata registration, uint64 since) private {
        (bytes32 x, bytes32 y) = (registration.x, registration.y);
        _requireAddress(registration.url);
        _requireAddress(registration.peer);
        bytes32 id = nodeId(x, y);
        Node storage node_ = _nodes[id];
        require(node_.status == Status.Unknown, WrongStatus(node_.status));
        _requireSigned(x, y, registrationDigest(msg.sender), registration.proof);
        node_.x = x;
        node_.y = y;
        node_.operator = msg.sender;
        node_.status = Status.Active;
        node_.since = since;
        node_.url = registration.url;
        node_.peer = registration.peer;
        _ids.push(id);
        ++active;
        emit NodeRegistered(id, msg.sender, since, x, y, registration.url, registration.peer);
    }

    /// @dev A member is none any more from the next version on.
    function _end(Node storage node_) private {
        node_.until = _nextVersion();
        --active;
        _membersChanged();
    }

    function _membersChanged() private {
        membersVersion = version;
        membersChangedAt = uint64(block.timestamp);
    }

    function _nextVersion() private returns (uint64) {
        return ++version;
    }

    function _bondedNode(bytes32 id) private view returns (Node storage node_) {
        node_ = _nodes[id];
        require(
            node_.status == Status.Active || node_.status == Status.Leaving,
            WrongStatus(node_.status)
        );
    }

    function _ownBonded(bytes32 id) private view returns (Node storage node_) {
        node_ = _bondedNode(id);
        require(msg.sender == node_.operator, NotOperator(node_.operator));
    }

    /// @dev The node signed the head.
    function _requireHead(
        bytes32 id,
        Node storage node_,
        bytes32 topic,
        uint64 position,
        SignedHead calldata head
    ) private view {
        bytes32 digest = Heads.digest(id, topic, position, head.hash);
        _requireSigned(node_.x, node_.y, digest, head.signature);
    }

    /// @dev By the P256VERIFY precompile, or in Solidity where there is none; low `s` only.
    function _requireSigned(
        bytes32 x,
        bytes32 y,
        bytes32 digest,
        Signature calldata signature
    ) private view {
        require(P256.verify(digest, signature.r, signature.s, x, y), InvalidSignature());
    }

    /// @dev Printable ASCII only, so that no reader trips over what a stranger registered.
    function _requireAddress(string calldata text) private pure {
        bytes calldata characters = bytes(text);
        uint256 length = characters.length;
        require(length > 0 && length <= ADDRESS_LENGTH_MAX, InvalidAddress());
        for (uint256 i = 0; i < length; ++i) {
            bytes1 character = characters[i];
            require(character > 0x20 && character < 0x7f, InvalidAddress());
        }
    }
}
