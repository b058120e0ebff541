import { attack } from '@parley/codec/attack'
import { describe, test } from 'vitest'
import { Commit } from './Commit.ts'
import { ExternalSenders, RequiredCapabilities } from './Extension.ts'
import { GroupContext } from './GroupContext.ts'
import { KeyPackage } from './KeyPackage.ts'
import { LeafNode } from './LeafNode.ts'
import {
  AuthenticatedContent,
  Message,
  PrivateMessage,
  PublicMessage,
  SenderData,
} from './Message.ts'
import { Proposal } from './Proposal.ts'
import { RatchetTreeNodes } from './ratchetTree.ts'
import { GroupInfo, GroupSecrets, Welcome } from './Welcome.ts'

const codecs = {
  Commit,
  ExternalSenders,
  RequiredCapabilities,
  GroupContext,
  KeyPackage,
  LeafNode,
  AuthenticatedContent,
  Message,
  PrivateMessage,
  PublicMessage,
  SenderData,
  Proposal,
  RatchetTreeNodes,
  GroupInfo,
  GroupSecrets,
  Welcome,
}

describe('wire', () => {
  for (const [name, codec] of Object.entries(codecs))
    test(`${name} stands the attack suite`, () => {
      attack<never>(name, codec as never, { values: 12, mutations: 40 })
    })
})
