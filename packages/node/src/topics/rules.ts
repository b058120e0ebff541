/**
 * What differs by a topic's kind, in one place: a kind that does not answer all of it does not
 * compile.
 *
 * @module
 */
import type { Topic } from '@parley/protocol'

import { identityRules } from './identity.ts'
import { inboxRules } from './inbox.ts'
import { Log } from './log.ts'
import type { Parts, TopicRules } from './TopicRules.ts'

type Table = { readonly [K in Topic.Kind]: TopicRules<Topic.Of<K>> }

/** The rules of all kinds. */
export class Rules {
  /** The one kind with slots. */
  readonly log: Log
  readonly #table: Table

  constructor(parts: Parts) {
    this.log = new Log(parts)
    this.#table = {
      log: this.log.rules,
      inbox: inboxRules(parts),
      identity: identityRules(parts),
    }
  }

  of({ type }: Topic.Descriptor): TopicRules<Topic.Descriptor> {
    // A kind is given its own topics only, which the compiler cannot follow through the table.
    return this.#table[type] as unknown as TopicRules<Topic.Descriptor>
  }
}
