// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";

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
    using EnumerableSet for EnumerableSet.Bytes32Set;

    /**
     * @notice `Active` nodes are members. `Leaving` ones are members no more, but their bond is at
     * stake until it is withdrawn. A `Withdrawn` node may register again, a `Slashed` one never.
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

    /// @notice A node. Key, operator and status stay readable for good: old statements need the key.
    struct Node {
        /// The node's P-256 public key.
        bytes32 x;
        bytes32 y;
        /// Who posted the bond and may update the node, make it leave and withdraw.
        address operator;
        /// When the bond may be withdrawn, in seconds since the Unix epoch; 0 unless leaving.
        uint64 withdrawableAt;
        Status status;
        /// Where clients connect: `ws://` or `wss://`.
        string url;
        /// Where nodes connect: a libp2p multiaddr that ends in the peer id.
        string peer;
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
    event NodeWithdrawn(bytes32 indexed id, uint64 version, address to);
    event NodeSlashed(
        bytes32 indexed id,
        address indexed reporter,
        uint64 version,
        Offence offence,
        uint256 reward
    );

    /// @notice A parameter of the deployment is out of range.
    error InvalidParameter();
    /// @notice The ether sent is not exactly the bond.
    error WrongBond(uint256 required);
    /// @notice The call does not fit the node's status.
    error WrongStatus(Status found);
    /// @notice Only the node's operator may do this.
    error NotOperator(address operator);
    /// @notice A URL or multiaddr is not 1 to 256 printable ASCII characters without space.
    error InvalidAddress();
    /// @notice The bond may not be withdrawn yet.
    error TooEarly(uint64 withdrawableAt);
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

    /// @notice Counts changes: who has seen this version has seen them all.
    uint64 public version;

    mapping(bytes32 id => Node) private _nodes;
    /// @dev Those whose bond is here: active and leaving ones.
    EnumerableSet.Bytes32Set private _bonded;

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
     * @notice Registers a node, with the bond as the call's value. The caller becomes its operator.
     * @param proof the node key's signature of {registrationDigest} for the caller: nobody registers
     * another's key. Who registers a key again answers for all that it ever signed.
     * @return id the node's id
     */
    function register(
        bytes32 x,
        bytes32 y,
        string calldata url,
        string calldata peer,
        Signature calldata proof
    ) external payable returns (bytes32 id) {
        require(msg.value == bond, WrongBond(bond));
        _requireAddress(url);
        _requireAddress(peer);
        id = nodeId(x, y);
        Node storage known = _nodes[id];
        require(
            known.status == Status.Unknown || known.status == Status.Withdrawn,
            WrongStatus(known.status)
        );
        _requireSigned(x, y, registrationDigest(msg.sender), proof);
        _nodes[id] = Node(x, y, msg.sender, 0, Status.Active, url, peer);
        _bonded.add(id);
        emit NodeRegistered(id, msg.sender, _nextVersion(), x, y, url, peer);
    }

    /// @notice Changes where a node is reached. For its operator, while the bond is here.
    function update(bytes32 id, string calldata url, string calldata peer) external {
        Node storage node_ = _ownBonded(id);
        _requireAddress(url);
        _requireAddress(peer);
        node_.url = url;
        node_.peer = peer;
        emit NodeUpdated(id, _nextVersion(), url, peer);
    }

    /// @notice Ends a node's membership. Its bond may be withdrawn after {exitDelay}.
    function startLeaving(bytes32 id) external {
        Node storage node_ = _ownBonded(id);
        require(node_.status == Status.Active, WrongStatus(node_.status));
        uint64 withdrawableAt = uint64(block.timestamp) + exitDelay;
        node_.status = Status.Leaving;
        node_.withdrawableAt = withdrawableAt;
        emit NodeLeaving(id, _nextVersion(), withdrawableAt);
    }

    /// @notice Pays out the bond of a node that left {exitDelay} ago.
    function withdraw(bytes32 id, address payable to) external {
        Node storage node_ = _ownBonded(id);
        require(node_.status == Status.Leaving, WrongStatus(node_.status));
        require(block.timestamp >= node_.withdrawableAt, TooEarly(node_.withdrawableAt));
        _drop(id, node_, Status.Withdrawn);
        emit NodeWithdrawn(id, _nextVersion(), to);
        Address.sendValue(to, bond);
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
     * @notice A page of the nodes whose bond is here, active and leaving ones, in no stable order: a
     * reader of several pages reads them at one block, or again if {version} changed meanwhile.
     * @return ids of the page
     * @return page the nodes, in the order of `ids`
     * @return total how many there are on all pages
     * @return current the {version} this is of
     */
    function nodes(
        uint256 offset,
        uint256 limit
    )
        external
        view
        returns (bytes32[] memory ids, Node[] memory page, uint256 total, uint64 current)
    {
        total = _bonded.length();
        uint256 start = offset < total ? offset : total;
        uint256 end = limit < total - start ? start + limit : total;
        ids = _bonded.values(start, end);
        page = new Node[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) page[i] = _nodes[ids[i]];
        current = version;
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
        _drop(id, node_, Status.Slashed);
        uint256 reward = bond / REWARD_DIVISOR;
        emit NodeSlashed(id, msg.sender, _nextVersion(), offence, reward);
        Address.sendValue(payable(address(0)), bond - reward);
        Address.sendValue(payable(msg.sender), reward);
    }

    /// @dev The node's bond is no longer here.
    function _drop(bytes32 id, Node storage node_, Status status) private {
        _bonded.remove(id);
        node_.status = status;
        node_.withdrawableAt = 0;
        delete node_.url;
        delete node_.peer;
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
