import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { mmdbFile } from './mmdb-file.ts'

/** Where the example networks are in the databases of tests: by country, and by the system that announces them. */
const COUNTRIES = {
  '192.0.2.0/25': { country: { iso_code: 'DE' } },
  '192.0.2.128/25': { country: { iso_code: 'DE' }, city: { names: { en: 'Bad\u{202e} Nauheim' } } },
  '198.51.100.0/24': { country_code: 'FR', country: 'France' },
  '203.0.113.0/25': { country: 'NL' },
  '2001:db8::/33': { country: { iso_code: 'SE' } },
}
const SYSTEMS = (operator: string): Parameters<typeof mmdbFile>[0]['networks'] => ({
  '192.0.2.0/24': { autonomous_system_number: 64_496, autonomous_system_organization: 'Example Telecom' },
  '203.0.113.0/24': { asn: 'AS64511', as_name: operator },
})

/** Writes both databases into a folder, and returns their paths; `operator` is that of 203.0.113.0/24. */
export async function placeFiles(
  folder: string,
  operator = 'Example\u{202e} Hosting',
): Promise<{ country: string; network: string }> {
  const [country, network] = [join(folder, 'country.mmdb'), join(folder, 'asn.mmdb')]
  await writeFile(country, mmdbFile({ networks: COUNTRIES, width: 28 }))
  await writeFile(network, mmdbFile({ networks: SYSTEMS(operator) }))
  return { country, network }
}
