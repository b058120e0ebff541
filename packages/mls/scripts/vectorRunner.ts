import type { CryptoProvider } from '../src/crypto/CipherSuite.ts'
import { passiveClient } from './passiveVectors.ts'
import {
  cryptoBasics,
  keySchedule,
  messageProtection,
  pskSecret,
  secretTreeVector,
  transcriptHashes,
  welcome,
} from './scheduleVectors.ts'
import {
  deserialization,
  messages,
  treeKem,
  treeMath,
  treeOperations,
  treeValidation,
} from './treeVectors.ts'
import { Unsupported, type Vector } from './vectorKinds.ts'

/** Each kind with the fields only its vectors have. */
const kinds: {
  name: string
  fields: string[]
  check: (vector: Vector, crypto: CryptoProvider) => void
}[] = [
  { name: 'tree-math', fields: ['n_leaves', 'n_nodes'], check: treeMath },
  { name: 'crypto-basics', fields: ['ref_hash', 'expand_with_label'], check: cryptoBasics },
  { name: 'secret-tree', fields: ['sender_data', 'leaves'], check: secretTreeVector },
  { name: 'message-protection', fields: ['proposal_priv', 'commit_pub'], check: messageProtection },
  { name: 'key-schedule', fields: ['initial_init_secret', 'epochs'], check: keySchedule },
  { name: 'psk_secret', fields: ['psks', 'psk_secret'], check: pskSecret },
  {
    name: 'transcript-hashes',
    fields: ['interim_transcript_hash_before'],
    check: transcriptHashes,
  },
  { name: 'welcome', fields: ['signer_pub', 'welcome'], check: welcome },
  { name: 'tree-operations', fields: ['tree_before', 'proposal'], check: treeOperations },
  { name: 'tree-validation', fields: ['tree_hashes', 'resolutions'], check: treeValidation },
  { name: 'treekem', fields: ['leaves_private', 'update_paths'], check: treeKem },
  { name: 'messages', fields: ['mls_welcome', 'private_message'], check: messages },
  {
    name: 'passive-client',
    fields: ['init_priv', 'initial_epoch_authenticator'],
    check: passiveClient,
  },
  { name: 'deserialization', fields: ['vlbytes_header'], check: deserialization },
]

export type VectorResult = {
  kinds: string[]
  passed: number
  skipped: number
  failures: string[]
}

/** Runs every vector of a file, whatever its kind; one of an unsupported cipher suite is skipped. */
export function runVectors(file: unknown, crypto: CryptoProvider): VectorResult {
  const vectors: Vector[] = Array.isArray(file) ? file : [file]
  const result: VectorResult = { kinds: [], passed: 0, skipped: 0, failures: [] }
  for (const [index, vector] of vectors.entries()) {
    const kind = kinds.find(({ fields }) => fields.every((field) => vector?.[field] !== undefined))
    if (kind === undefined) {
      result.failures.push(`vector ${index} is of no known kind`)
      continue
    }
    if (!result.kinds.includes(kind.name)) result.kinds.push(kind.name)
    try {
      kind.check(vector, crypto)
      result.passed++
    } catch (error) {
      if (error instanceof Unsupported) result.skipped++
      else result.failures.push(`${kind.name} vector ${index}: ${String(error)}`)
    }
  }
  return result
}
