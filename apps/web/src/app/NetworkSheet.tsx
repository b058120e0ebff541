import type { Fault, LinkState, NetworkStatus, NodeStatus } from '@parley/client'
import { shownLine } from '@parley/client/text'
import { CircleCheck, CircleDashed, CircleSlash, TriangleAlert } from 'lucide-react'

import { useLinkState } from '../hooks/useLinkState.ts'
import { useNetworkStatus } from '../hooks/useNetworkStatus.ts'
import { classes } from '../ui/classes.ts'
import { errorText } from '../ui/errors.ts'
import { Notice } from '../ui/Notice.tsx'
import { Section } from '../ui/Section.tsx'
import { Sheet } from '../ui/Sheet.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { fullTime } from '../ui/time.ts'

const links: Record<LinkState, string> = {
  live: 'Connected. Everything is read.',
  'catching up': 'Connected. Reading what you missed.',
  connecting: 'Connecting.',
  offline: 'Offline. No node answers.',
}

const states = {
  linked: { text: 'Linked', icon: CircleCheck, tone: 'text-good' },
  reachable: { text: 'Reachable', icon: CircleDashed, tone: 'text-good' },
  unreachable: { text: 'Unreachable', icon: CircleSlash, tone: 'text-label-2' },
  faulty: { text: 'Faulty', icon: TriangleAlert, tone: 'text-danger' },
} as const satisfies Record<NodeStatus['state'], unknown>

const faults: Record<Fault['kind'], string> = {
  bad_identity: 'It could not prove that it is the node it claims to be.',
  forged_receipt: 'It gave a receipt whose signature does not verify.',
  replayed_receipt: 'It gave a receipt for another message.',
  malformed_envelope: 'It handed out bytes that are no message.',
  forged_envelope: 'It handed out a message that nobody signed.',
  replayed_envelope: 'It handed out an old message as a new one.',
  withheld_envelope: 'It kept back a message it had signed for.',
  forged_head: 'It gave a statement about its log that it did not sign.',
  rewritten_log: 'What it handed out is not the log that it signed.',
  forged_vote: 'It gave a vote whose signature does not verify.',
  equivocation: 'It signed two things that contradict each other.',
}

/** A skew people might notice in message times. */
const skewMsShown = 2_000

/** What nodes and their operators say of themselves is theirs to choose. */
const told = (text: string) => shownLine(text, 200)

/** The nodes, as this device checks them itself. */
export function NetworkSheet({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="Network">
      <Nodes />
    </Sheet>
  )
}

function Nodes() {
  const link = useLinkState()
  const { data, error } = useNetworkStatus()
  return (
    <>
      <p className="pb-5 text-body text-label-2" role="status">
        {links[link]}
      </p>
      {error !== undefined && (
        <div className="mb-5">
          <Notice>{errorText(error)}</Notice>
        </div>
      )}
      {data === undefined && error === undefined && (
        <div className="flex animate-late flex-col gap-3">
          <Skeleton className="h-16 w-full" />
          <Skeleton className="h-16 w-full" />
        </div>
      )}
      {data !== undefined && <Network status={data} />}
    </>
  )
}

function Network({ status }: { status: NetworkStatus }) {
  const answering = status.nodes.filter(({ state }) => state === 'linked' || state === 'reachable')
  return (
    <>
      <Section title={`${answering.length} of ${status.nodes.length} nodes answer`}>
        <ul className="-mx-2 flex flex-col">
          {status.nodes.map((node) => (
            <Node key={node.id} node={node} />
          ))}
        </ul>
      </Section>
      <Section title="What “stored” means">
        <p className="text-[13px] text-label-2">
          {status.replicas === 1
            ? 'This network has a single node. A message is stored once it signed that it has it on disk; if that node is lost, so is what it held.'
            : `Each message goes to ${status.replicas} nodes. It is shown as stored once ${status.quorum} of them signed that they have it on disk, and this device has checked their signatures.`}
        </p>
      </Section>
      <Section title="Network">
        <p className="text-[13px] text-label-2">
          {told(status.name)}, version {status.version}
        </p>
        <p className="mt-1 font-mono text-small break-all text-label-2">{status.id}</p>
      </Section>
    </>
  )
}

function Node({ node }: { node: NodeStatus }) {
  const { text, icon: Icon, tone } = states[node.state]
  const facts = [
    node.version === undefined ? undefined : `version ${told(node.version)}`,
    node.envelopes === undefined ? undefined : `${node.envelopes.toLocaleString()} envelopes`,
    node.peers === undefined ? undefined : `${node.peers} ${node.peers === 1 ? 'peer' : 'peers'}`,
    node.storing === false ? 'takes nothing new' : undefined,
    node.clockSkewMs !== undefined && Math.abs(node.clockSkewMs) >= skewMsShown
      ? `clock ${(Math.abs(node.clockSkewMs) / 1000).toFixed(0)} s ${node.clockSkewMs > 0 ? 'ahead' : 'behind'}`
      : undefined,
  ].filter((fact) => fact !== undefined)
  return (
    <li className="rounded-xl px-2 py-2.5" data-testid="node" data-state={node.state}>
      <div className="flex items-center gap-3">
        <Icon size={18} className={classes('shrink-0', tone)} aria-hidden="true" />
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium" title={node.id}>
            {told(node.url.replace(/^wss?:\/\//, ''))}
          </p>
          <p className="text-small text-label-2 tabular">{facts.join(' · ') || ' '}</p>
        </div>
        <span className={classes('text-small font-medium', tone)}>{text}</span>
      </div>
      {node.faults.map((fault) => (
        <p
          key={`${fault.kind} ${fault.at}`}
          className="mt-2 ml-[30px] rounded-lg bg-danger-soft px-3 py-2 text-small text-danger"
        >
          {faults[fault.kind]}{' '}
          <span className="text-label-2">
            {told(fault.detail)}{' '}
            <time dateTime={new Date(fault.at).toISOString()}>{fullTime(fault.at)}</time>
          </span>
        </p>
      ))}
    </li>
  )
}
