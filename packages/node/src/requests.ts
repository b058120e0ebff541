/**
 * What may be asked on a link, and who answers it: one table for clients and nodes. A request that
 * has no line for either does not compile.
 *
 * @module
 */
import { Errors, type Frame, type Link, Seal } from '@parley/protocol'

import type { Gateway, SealPayer } from './gateway.ts'
import type { Listeners } from './listeners.ts'
import { decodeRequest, type Replica, type Toll } from './replica.ts'
import type { Reader, Server } from './server.ts'
import type { Turn } from './turn.ts'

type Type = Frame.Request['type']
/** A request of one type. */
export type Asked<K extends Type> = Extract<Frame.Request, { type: K }>
type Answered = Promise<Frame.Response | undefined>

/** What a client's link answers with. */
export type ClientSide = {
  readonly gateway: Gateway
  readonly reader: Reader
  /** What an envelope counts towards, once it is known what it is. */
  readonly toll: Toll
  /** Counts a request, or refuses it. */
  readonly spend: (what: 'envelopes' | 'signals' | 'heads') => void
  /** Who pays for what decides a slot. */
  readonly sealPayer: SealPayer
  /** The same call, at the pace that the link may read. */
  readonly paced: (call: Link.Call) => Link.Call
  /** Refuses who is no device that proved itself. */
  readonly assertProven: () => void
  readonly hello: (request: Asked<'hello'>) => Answered
  readonly authenticate: (request: Asked<'authenticate'>) => Answered
  readonly network: (call: Link.Call) => Answered
  readonly changes: (call: Link.Call) => Answered
  readonly listen: (call: Link.Call) => Answered
  readonly status: () => Frame.Response
}

/** What another node's link answers with. */
export type NodeSide = {
  readonly server: Server
  readonly replica: Replica
  readonly listeners: Listeners
  readonly reader: Reader
  /** A round may look at everything that is stored: one at a time for each node. */
  readonly reconciling: Turn
  /** Counts a request, or refuses it. */
  readonly spend: (what: 'signals' | 'heads' | 'sealChecks', amount?: number) => void
  readonly publish: (request: Asked<'publish'>) => Answered
  readonly settling: (request: Asked<'settling'>) => Answered
  readonly head: (request: Asked<'head'>) => Answered
  readonly status: () => Frame.Response
}

type Answer<S, K extends Type> = (side: S, request: Asked<K>, call: Link.Call) => Answered

/**
 * What of a node's link a request takes up. `own`: what keeps the network together; `seals`, `writes`;
 * `pages`: what is read. None takes up what is another's, so no client's reading stops writing, and
 * no clients stop the network's own work.
 */
export type Lane = 'own' | 'seals' | 'writes' | 'pages'

/** One request: who may ask it, and who answers. */
export type RequestRule<K extends Type> = {
  readonly lane: Lane
  /** Open for as long as its asker wants it: not counted among requests. */
  readonly stands: boolean
  readonly client: Answer<ClientSide, K>
  readonly node: Answer<NodeSide, K>
}

/** A request that this side of a link does not take. */
export function notPermitted(details: string): never {
  throw new Errors.WireError('not_permitted', { details })
}

const refused = (details: string) => (): Answered =>
  Promise.reject(new Errors.WireError('not_permitted', { details }))
const notByNodes = refused(
  'Nodes prove themselves by their connection, and read the registry themselves.',
)
const nodesOnly = refused('Only nodes of the network reconcile.')

const requests: { readonly [K in Type]: RequestRule<K> } = {
  hello: {
    lane: 'own',
    stands: false,
    client: (side, request) => side.hello(request),
    node: notByNodes,
  },
  authenticate: {
    lane: 'own',
    stands: false,
    client: (side, request) => side.authenticate(request),
    node: notByNodes,
  },
  publish: {
    lane: 'writes',
    stands: false,
    client(side, request, call) {
      side.spend('envelopes')
      return side.gateway.publish(request, call, side.toll)
    },
    node: (side, request) => side.publish(request),
  },
  seal: {
    lane: 'seals',
    stands: false,
    client(side, request, call) {
      side.spend('envelopes')
      return side.gateway.seal(request, call, side.sealPayer)
    },
    node({ replica, spend }, { topic, envelope, request }) {
      spend('sealChecks', Seal.signatureCount(decodeRequest(request)))
      return replica.seal(topic, envelope, request)
    },
  },
  subscribe: {
    lane: 'pages',
    stands: true,
    client: ({ gateway, paced, reader }, request, call) =>
      gateway.subscribe(request, paced(call), reader),
    // Another node may read what this one holds for its clients, inboxes too: it sees ciphertext
    // only, and has the right to store it all.
    node: ({ server, reader }, request, call) => server.subscribe(request, call, reader),
  },
  fetch: {
    lane: 'pages',
    stands: false,
    client: ({ gateway, paced, reader }, request, call) =>
      gateway.fetch(request, paced(call), reader),
    node: ({ server, reader }, request, call) => server.fetch(request, call, reader),
  },
  head: {
    lane: 'pages',
    stands: false,
    client(side, request) {
      side.spend('heads')
      return side.gateway.head(request, side.reader)
    },
    node(side, request) {
      side.spend('heads')
      return side.head(request)
    },
  },
  reconcile: {
    lane: 'own',
    stands: false,
    client: nodesOnly,
    node: ({ server, reconciling }, { salt, ranges }) =>
      reconciling.run(() => server.reconcile(salt, ranges)),
  },
  pull: {
    lane: 'own',
    stands: false,
    client: nodesOnly,
    node: ({ server }, { keys }) => server.pull(keys),
  },
  vouch: {
    lane: 'own',
    stands: false,
    client: nodesOnly,
    node: ({ server }, { keys }) => server.vouch(keys),
  },
  settling: {
    lane: 'own',
    stands: false,
    client: nodesOnly,
    node: (side, request) => side.settling(request),
  },
  status: {
    lane: 'own',
    stands: false,
    client: (side) => Promise.resolve(side.status()),
    node: (side) => Promise.resolve(side.status()),
  },
  network: {
    lane: 'own',
    stands: false,
    client: (side, _, call) => side.network(call),
    node: notByNodes,
  },
  changes: {
    lane: 'own',
    stands: true,
    client: (side, _, call) => side.changes(call),
    node: notByNodes,
  },
  listen: {
    lane: 'own',
    stands: true,
    client: (side, _, call) => side.listen(call),
    node: refused('Devices listen, nodes do not.'),
  },
  signal: {
    lane: 'writes',
    stands: false,
    client(side, request) {
      side.assertProven()
      side.spend('signals')
      return side.gateway.signal(request)
    },
    node({ listeners, spend }, request) {
      spend('signals')
      listeners.deliver(request)
      return Promise.resolve(undefined)
    },
  },
}

/** The rule of a request. */
export function ruleOf<K extends Type>({ type }: { readonly type: K }): RequestRule<K> {
  return requests[type]
}
