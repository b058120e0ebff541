/**
 * A network of real processes whose nodes have bonds on a chain, one of them a liar if it is told to.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import {
  type Hex,
  nodeRegistryAbi,
  nodeRegistryBytecode,
  registrationArgument,
  registrationMessage,
} from '@parley/contracts'
import { type Anvil, startAnvil } from '@parley/contracts/anvil'
import { initNode, loadKeys } from '@parley/node'
import { Bytes, Crypto, Network } from '@parley/protocol'
import { createTestClient, http, publicActions, walletActions } from 'viem'
import { generatePrivateKey, mnemonicToAccount, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'

import { Client as Wire } from '../../packages/node/test/client.ts'
import { Command, eventually } from '../harness.ts'

const honest = fileURLToPath(new URL('../../packages/node/src/main.ts', import.meta.url))
const liar = fileURLToPath(new URL('./node.ts', import.meta.url))
const flags = ['--conditions=source', '--disable-warning=ExperimentalWarning']
const operator = mnemonicToAccount('test test test test test test test test test test test junk')
export const bond = 4_000_000n
export const slashed = 4

/** Ports that were free a moment ago, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  return ports
}

class NodeProcess {
  readonly child: ChildProcess
  readonly #lines: Interface
  readonly #ended: Promise<unknown>
  #stderr = ''

  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, [...flags, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.child.stderr!.on('data', (data: Buffer) => (this.#stderr += data.toString()))
    this.#ended = once(this.child, 'exit')
    this.#lines = createInterface({ input: this.child.stdout! })
  }

  /** Its next line of output. */
  async line(): Promise<void> {
    const ended = this.#ended.then(() => {
      throw new Error(`the node ended: ${this.#stderr}`)
    })
    await Promise.race([once(this.#lines, 'line'), ended])
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    this.child.kill(signal)
    await this.#ended
  }
}

/** A registry contract on a chain of its own. */
export class Bonds {
  readonly #anvil: Anvil
  readonly #client
  #registry: Hex = '0x'

  private constructor(anvil: Anvil) {
    this.#anvil = anvil
    const transport = http(anvil.url)
    this.#client = createTestClient({
      chain: foundry,
      mode: 'anvil',
      transport,
      pollingInterval: 10,
    })
      .extend(publicActions)
      .extend(walletActions)
  }

  static async start(): Promise<Bonds> {
    const bonds = new Bonds(await startAnvil('osaka'))
    const hash = await bonds.#client.deployContract({
      abi: nodeRegistryAbi,
      bytecode: nodeRegistryBytecode,
      args: ['byzantine', 4, bond, 3600n],
      account: operator,
    })
    const { contractAddress } = await bonds.#client.waitForTransactionReceipt({ hash })
    bonds.#registry = contractAddress!
    return bonds
  }

  get rpc(): string {
    return this.#anvil.url
  }

  get registry(): Hex {
    return this.#registry
  }

  async register(keyPair: Crypto.KeyPair, url: string, peer: string): Promise<void> {
    const message = registrationMessage({
      chainId: foundry.id,
      registry: this.#registry,
      operator: operator.address,
    })
    const proof = await Crypto.pure.sign(keyPair, message)
    const hash = await this.#client.writeContract({
      abi: nodeRegistryAbi,
      address: this.#registry,
      account: operator,
      functionName: 'register',
      args: [[registrationArgument({ publicKey: keyPair.publicKey, url, peer }, proof)]],
      value: bond,
    })
    await this.#client.waitForTransactionReceipt({ hash })
  }

  async statusOf(node: string): Promise<number> {
    const { status } = await this.#client.readContract({
      abi: nodeRegistryAbi,
      address: this.#registry,
      functionName: 'node',
      args: [`0x${node}`],
    })
    return status
  }

  /** What is deposited: the bonds of those that have one. */
  deposited(): Promise<bigint> {
    return this.#client.getBalance({ address: this.#registry })
  }

  /** A key with means to pay for a transaction, in a file. */
  async newKeyFile(folder: string): Promise<string> {
    const file = path.join(folder, `key-${Bytes.toHex(crypto.getRandomValues(new Uint8Array(4)))}`)
    const key = generatePrivateKey()
    await this.#client.setBalance({
      address: privateKeyToAccount(key).address,
      value: 10n ** 18n,
    })
    await writeFile(file, key)
    return file
  }

  stop(): Promise<void> {
    return this.#anvil.stop()
  }
}

/** Four nodes with bonds. */
export class ByzantineNetwork implements AsyncDisposable {
  readonly folder: string
  readonly networkPath: string
  readonly network: Network.Network
  readonly bonds: Bonds
  readonly homes: readonly string[]
  readonly #processes: NodeProcess[] = []

  private constructor(parts: {
    folder: string
    networkPath: string
    network: Network.Network
    bonds: Bonds
    homes: readonly string[]
  }) {
    this.folder = parts.folder
    this.networkPath = parts.networkPath
    this.network = parts.network
    this.bonds = parts.bonds
    this.homes = parts.homes
  }

  /** Starts four nodes; the one at `index` is a liar that is still honest. */
  static async start(lie: string, index: number): Promise<ByzantineNetwork> {
    const folder = await mkdtemp(path.join(tmpdir(), 'parley-byzantine-'))
    const bonds = await Bonds.start()
    const ports = await freePorts(8)
    const homes = [0, 1, 2, 3].map((i) => path.join(folder, `node-${i}`))
    const authority = Crypto.deriveKeyPair(crypto.getRandomValues(new Uint8Array(32)), 'authority')
    const networkPath = path.join(folder, 'network.json')
    const nodes: Network.Content['nodes'] = []
    for (const [i, home] of homes.entries()) {
      const { publicKey, peerId } = await initNode(home, {
        network: '../network.json',
        logLevel: 'silent',
      })
      const url = `ws://127.0.0.1:${ports[2 * i]}`
      const peer = `/ip4/127.0.0.1/tcp/${ports[2 * i + 1]}/p2p/${peerId}`
      nodes.push({ publicKey, url, peer, since: 1, until: 0 })
      await bonds.register((await loadKeys(home)).keyPair, url, peer)
    }
    const content: Network.Content = {
      name: 'byzantine',
      version: 1,
      settled: 1,
      replicas: 4,
      authority: authority.publicKey,
      nodes,
    }
    const file = await Network.sign(Crypto.pure, content, authority)
    await writeFile(networkPath, JSON.stringify(file))
    const network = await Network.read(Crypto.pure, file)
    const started = new ByzantineNetwork({ folder, networkPath, network, bonds, homes })
    for (const [i, home] of homes.entries())
      started.#processes.push(
        i === index
          ? new NodeProcess([liar, lie, '--home', home])
          : new NodeProcess([honest, '--home', home]),
      )
    await Promise.all(started.#processes.map((process) => process.line()))
    await Promise.all(homes.map((_, i) => started.#ready(i)))
    await started.#linked()
    return started
  }

  async #ready(index: number): Promise<void> {
    const url = new URL('/readyz', this.network.nodes[index]!.url.replace(/^ws/, 'http'))
    await eventually(async () => {
      const response = await fetch(url).catch(() => undefined)
      return response?.ok ? true : undefined
    })
  }

  /** All nodes are linked with each other: what is published reaches all. */
  async #linked(): Promise<void> {
    for (const { url } of this.network.nodes) {
      const wire = await Wire.connect(url, this.network)
      await eventually(async () => {
        const [status] = await wire.ask({ type: 'status' })
        return status?.type === 'status' && status.peers === 3 ? true : undefined
      })
      wire.close()
    }
  }

  /** From now on the liar lies. */
  async lie(index: number): Promise<void> {
    const process = this.#processes[index]!
    const said = process.line()
    process.child.kill('SIGUSR2')
    await said
  }

  /** The node is killed, and comes back as a liar. */
  async comeBackLying(lie: string, index: number): Promise<void> {
    await this.#processes[index]!.kill('SIGKILL')
    this.#processes[index] = new NodeProcess([liar, lie, '--at-once', '--home', this.homes[index]!])
    await this.#processes[index].line()
    await this.#ready(index)
    await this.#linked()
  }

  /** A command of the CLI that must succeed: what it printed, line by line. */
  async run(args: readonly string[], stdin = ''): Promise<Record<string, unknown>[]> {
    // A node's own operations say everything in JSON.
    const json = args[0] === 'node' ? [] : ['--json']
    const command = new Command([...args, ...json], { PARLEY_NETWORK: this.networkPath })
    command.stdin.end(stdin)
    const { exitCode, stdout, stderr } = await command.ended
    if (exitCode !== 0) throw new Error(`parley ${args.join(' ')}: ${stdout}${stderr}`)
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  }

  /** Submits evidence, in hex, with a key of nobody’s. */
  async submit(evidence: readonly string[]): Promise<Record<string, unknown>[]> {
    const lines = evidence.map((hex) => JSON.stringify({ evidence: hex })).join('\n')
    const key = await this.bonds.newKeyFile(this.folder)
    const { registry, rpc } = this.bonds
    const chain = ['--registry', registry, '--rpc', rpc, '--key-file', key]
    return this.run(['evidence', 'submit', '--file', '-', ...chain], lines)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A liar may not end by being asked.
    await Promise.all(this.#processes.map((process) => process.kill('SIGKILL')))
    await this.bonds.stop()
    await rm(this.folder, { recursive: true })
  }
}
