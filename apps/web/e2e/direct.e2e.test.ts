/**
 * Direct links between two browsers: WebRTC over loopback.
 */
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'

import { launchBrowser, Person } from './browser.ts'
import { type LocalNetwork, startNetwork } from './network.ts'

let network: LocalNetwork
let browser: Browser
let people: Person[] = []

beforeAll(async () => {
  ;[network, browser] = await Promise.all([
    startNetwork(),
    // Tests leave loopback for nothing, and there is no mDNS to resolve what hides addresses.
    launchBrowser([
      '--allow-loopback-in-peer-connection',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
    ]),
  ])
})

afterEach(async () => {
  const complaints = people.flatMap((person) => person.complaints)
  await Promise.all(people.map(({ context }) => context.close()))
  people = []
  expect(complaints).toEqual([])
})

afterAll(async () => {
  await browser?.close()
  await network?.stop()
})

/** Runs in the page: counts the connections that are tried. */
function countConnections(): void {
  const page = globalThis as unknown as {
    connectionsTried: number
    RTCPeerConnection: typeof RTCPeerConnection
  }
  page.connectionsTried = 0
  page.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      page.connectionsTried++
      super(configuration)
    }
  }
}

const connectionsTried = (person: Person): Promise<number> =>
  person.page.evaluate(
    () => (globalThis as unknown as { connectionsTried: number }).connectionsTried,
  )

async function arrive(): Promise<Person> {
  const person = await Person.arrive(browser)
  await person.context.addInitScript(countConnections)
  people.push(person)
  return person
}

it('carry a message while no node is up, once both sides allow them', async () => {
  const [ann, bob] = [await arrive(), await arrive()]
  const annAt = await ann.enterWithDemoWallet(network.web)
  const bobAt = await bob.enterWithDemoWallet(network.web)
  await Promise.all([ann.linkIs('live'), bob.linkIs('live')])
  await ann.startConversation(bobAt)
  await ann.write('Hello Bob')
  await bob.openRequest(annAt)
  await bob.page.getByTestId('accept').click()
  await ann.sees('Hello Bob', 'read')

  // One side alone changes nothing: no connection is tried, from neither.
  await ann.switchDirect()
  await ann.write('I would')
  await bob.sees('I would')
  await bob.write('I would not')
  await ann.sees('I would not')
  await bob.sees('I would not', 'read')
  expect(await Promise.all([ann, bob].map(connectionsTried))).toEqual([0, 0])
  await Promise.all([ann.isDirect(false), bob.isDirect(false)])

  await bob.switchDirect()
  await Promise.all([ann.isDirect(), bob.isDirect()])

  // It comes again by itself.
  await ann.page.reload()
  await Promise.all([ann.isDirect(), bob.isDirect()])

  network.killNodes()
  await Promise.all([ann.linkIs('offline'), bob.linkIs('offline')])
  await ann.write('Can you hear me?')
  await bob.sees('Can you hear me?')
  await bob.write('Loud and clear')
  await ann.sees('Loud and clear')
  await bob.sees('Loud and clear', 'read')

  network.startNodes()
  await Promise.all([ann.linkIs('live'), bob.linkIs('live')])
  // It is taken back: the link goes down on both sides, and messages go by the nodes as ever.
  await bob.switchDirect()
  await Promise.all([ann.isDirect(false), bob.isDirect(false)])
  await ann.write('As before')
  await bob.sees('As before')
  const said = ['Hello Bob', 'I would', 'I would not', 'Can you hear me?', 'Loud and clear']
  for (const person of [ann, bob]) expect(await person.texts()).toEqual([...said, 'As before'])
})
