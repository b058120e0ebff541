/**
 * `parley status`: the network as this client verifies it.
 *
 * @module
 */
import { shownLine } from '@parley/client/text'

import { catchUp, type GlobalOptions, withClient } from '../Session.ts'
import { table, type Terminal, type World } from '../Terminal.ts'

const colours = {
  linked: 'green',
  reachable: 'green',
  unreachable: 'yellow',
  faulty: 'red',
} as const

/** What nodes and their operators say of themselves is theirs to choose. */
const told = (text: string): string => shownLine(text, 200)

/** Shows each node's state, and what it did wrong. */
export async function status(
  globals: GlobalOptions,
  world: World,
  terminal: Terminal,
): Promise<void> {
  await withClient(globals, world, async (client) => {
    await catchUp(client, terminal)
    const network = await client.status()
    // Bytes are of no use in a line of JSON: `parley evidence` has them in hex.
    const nodes = network.nodes.map((node) => ({
      ...node,
      faults: node.faults.map(({ evidence, ...fault }) => ({ ...fault, proved: !!evidence })),
    }))
    terminal.print({ account: client.account, device: client.device, ...network, nodes }, (style) =>
      [
        table([
          ['account', client.account],
          [
            'network',
            `${told(network.name)}, version ${network.version}, ${network.id.slice(0, 16)}`,
          ],
          ['state', network.state],
          ['quorum', `${network.quorum} of ${network.replicas} replicas`],
        ]),
        '',
        table(
          network.nodes.map((node) => [
            node.id.slice(0, 8),
            style(colours[node.state], node.state),
            told(node.url),
            node.envelopes === undefined ? '' : `${node.envelopes} envelopes`,
            node.storing === false ? style('red', 'stores nothing new') : '',
          ]),
        ),
        ...network.nodes.flatMap((node) =>
          node.faults.map((fault) =>
            style('red', `${node.id.slice(0, 8)} ${fault.kind}: ${told(fault.detail)}`),
          ),
        ),
      ].join('\n'),
    )
  })
}
