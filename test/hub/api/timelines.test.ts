import assert from 'node:assert/strict'
import { apiScene } from '../../support/api-scenario.ts'
import { placeFiles } from '../../support/place-files.ts'
import { runHub } from '../../support/running-hub.ts'
import { temporaryFolder } from '../../support/spool-scene.ts'
import { testOnStores } from '../../support/stores.ts'

testOnStores('the timeline of an address tells where it is, as far as the databases do', async (store, context) => {
  const { viewer: headers } = await apiScene(store)
  const { country, network } = await placeFiles(await temporaryFolder(context))
  const hub = await runHub(store, context, { config: `places: { country: ${country}, network: ${network} }` })
  const placeOf = async (ip: string): Promise<string> => {
    const { text } = await hub.ask(`/api/v1/addresses/${encodeURIComponent(ip)}/timeline`, { headers })
    return /"place":.*\}/.exec(text)?.[0] ?? ''
  }
  assert.equal(
    await placeOf('192.0.2.7'),
    '"place":{"country":"DE","country_name":"Germany","as_number":64496,"as_name":"Example Telecom"}}',
  )
  assert.equal(
    await placeOf('2001:db8::1'),
    '"place":{"country":"SE","country_name":"Sweden","as_number":null,"as_name":null}}',
  )
  assert.equal(await placeOf('2001:db8:8000::1'), '"place":null}')
  await hub.server.reload({ ...hub.server.config, places: { ...hub.server.config.places, country: undefined } })
  assert.match(await placeOf('192.0.2.7'), /"country":null,"country_name":null,"as_number":64496/)
})
