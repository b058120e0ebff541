/** Why the engine refused. Sections are of RFC 9420. */
export type MlsErrorCode =
  /** Bytes are no canonical encoding of what was expected, or above a limit (§2.1). */
  | 'malformed'
  /** A private or public key is no key of its algorithm. */
  | 'invalid_key'
  /** An authenticated ciphertext did not open. */
  | 'decryption_failed'
  /** The provider does not have the cipher suite (§5.1). */
  | 'unsupported_cipher_suite'
  /** A signature does not verify (§5.1.2, §6.1, §7.3, §10.1, §12.4.3). */
  | 'invalid_signature'
  /** A ratchet has sent all the messages its counter can number (§9.1). */
  | 'generation_exhausted'
  /** The message's key was used or dropped: a replay, or too late (§9.2). */
  | 'generation_consumed'
  /** The message is further ahead of its sender's ratchet than the limit (§15.3). */
  | 'generation_too_far'
  /** A path has the wrong number of nodes or ciphertexts, or nothing for this member (§7.5, §12.4.2). */
  | 'invalid_path'
  /** A path secret does not give the public keys of its path (§12.4.2). */
  | 'path_secret_mismatch'
  /** A parent hash is not what it must be (§7.9.2). */
  | 'invalid_parent_hash'
  /** A leaf is of another source than its place asks for (§7.3). */
  | 'invalid_leaf_source'
  /** Unmerged leaves are not what a tree can have (§7.1, §12.4.3.1). */
  | 'invalid_unmerged_leaves'
  /** An encryption key stands at two nodes (§7.3, §12.4.2). */
  | 'duplicate_encryption_key'
  /** A signature key stands at two leaves (§7.3). */
  | 'duplicate_signature_key'
  /** The padding of a private message is not all zeros (§6.3.1). */
  | 'invalid_padding'
  /** Of another cipher suite than the group (§10.1, §12.4.3.1). */
  | 'wrong_cipher_suite'
  /** A leaf does not list the protocol's version (§7.2), or a stored state is of another version. */
  | 'unsupported_version'
  /** A leaf does not list a credential type that it or another member has (§7.3). */
  | 'unsupported_credential'
  /** A leaf does not list an extension that it or the group has (§7.3, §13.4). */
  | 'unsupported_extension'
  /** A leaf does not support all that the group requires (§7.3, §11.1). */
  | 'required_capabilities_missing'
  /** An extension is in one list twice (§13). */
  | 'duplicate_extension'
  /** A leaf's lifetime has not begun (§7.3). */
  | 'lifetime_not_started'
  /** A leaf's lifetime is over (§7.3). */
  | 'lifetime_ended'
  /** A leaf is not signed by its own key for its place (§7.3). */
  | 'invalid_leaf_signature'
  /** The authentication service refused a credential (§5.3.1). */
  | 'credential_refused'
  /** The application does not want to join such a group. */
  | 'not_admitted'
  /** Init key and encryption key of a key package are the same (§10.1). */
  | 'init_key_reused'
  /** The own member was removed, or the group was ended by a reinit (§11.2, §12.3). */
  | 'not_active'
  /** A message of another group (§12.4.2). */
  | 'wrong_group'
  /** A message of an epoch whose keys are not there: too old, or not reached yet (§12.4.2). */
  | 'wrong_epoch'
  /** One of the own member's messages came back: it cannot be processed (§12.4.2). */
  | 'own_message'
  /** The sender is no member, or no external sender of the group (§6.1). */
  | 'unknown_sender'
  /** The wire format does not belong where it was given (§6). */
  | 'unexpected_message'
  /** The sender may not send such content, or not in the open (§6, §12.1.8). */
  | 'unexpected_content'
  /** A public message of a member does not bear the group's tag (§6.2). */
  | 'invalid_membership_tag'
  /** The confirmation tag is not what the epoch gives (§8.1, §12.4.2). */
  | 'invalid_confirmation_tag'
  /** Too many proposals wait for a commit. */
  | 'too_many_proposals'
  /** A proposal of a kind its sender may not make (§12.1.8, §12.2). */
  | 'proposal_not_allowed'
  /** A commit refers to a proposal that was not received (§12.4.2). */
  | 'unknown_proposal'
  /** There is no member at the leaf (§12.1.3). */
  | 'unknown_leaf'
  /** A new leaf has the encryption key of the one it replaces (§7.3, §12.1.2). */
  | 'unchanged_encryption_key'
  /** The nonce of a PSK is not as long as a hash (§8.4). */
  | 'invalid_psk_nonce'
  /** A PSK is used where its usage does not allow it (§8.4, §12.1.4, §12.4.3.1). */
  | 'invalid_psk_usage'
  /** A pre-shared key is not known here (§8.4). */
  | 'unknown_psk'
  /** A commit has the same PSK twice (§12.2). */
  | 'duplicate_psk'
  /** A commit updates or removes a leaf twice (§12.2). */
  | 'duplicate_leaf_change'
  /** A commit sets the group context extensions twice (§12.2). */
  | 'duplicate_group_context_extensions'
  /** A commit has a reinit and other proposals (§12.2). */
  | 'reinit_not_alone'
  /** A reinit to an unsupported version, or a new group that is not what it said (§11.2, §12.1.5). */
  | 'invalid_reinit'
  /** A branch of another version or suite than its group (§11.3). */
  | 'invalid_branch'
  /** An external commit has other proposals than it may (§12.2). */
  | 'invalid_external_commit'
  /** An external commit has a proposal by reference (§12.4.3.2). */
  | 'reference_in_external_commit'
  /** A committer updates itself by a proposal (§12.2). */
  | 'update_by_committer'
  /** A committer removes itself (§12.2). */
  | 'removes_committer'
  /** A commit has no path, and must have one (§12.4). */
  | 'path_required'
  /** A welcome has nothing for the key package (§12.4.3.1). */
  | 'no_matching_key_package'
  /** The own leaf is not in the tree (§12.4.3.1). */
  | 'own_leaf_missing'
  /** There is no ratchet tree to join with (§12.4.3.3). */
  | 'ratchet_tree_missing'
  /** The array of a ratchet tree ends with a blank node (§12.4.3.3). */
  | 'invalid_ratchet_tree'
  /** The ratchet tree has not the hash the group context states (§12.4.3.1). */
  | 'wrong_tree_hash'
  /** The group info has no key for external commits (§12.4.3.2). */
  | 'external_pub_missing'
  /** A stored delta does not follow the state it is applied to. */
  | 'wrong_base'
  /** A group that follows another has nobody else in it (§11.2, §11.3). */
  | 'no_members'
