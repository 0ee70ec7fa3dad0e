import assert from 'node:assert/strict'
import { test } from 'node:test'
import { userDomainsIn } from '../../../../lib/system/users/user-domains.ts'

test('domains are read in lower case with their accounts, whatever stands around them', () => {
  const text = '*: nobody\nShop.Example: shop\r\n\tother.example:shop2 \n\n# none\na b: shop\nbare.example\n'
  assert.deepEqual(
    userDomainsIn(text).map(({ domain, account }) => `${domain} ${account}`),
    ['shop.example shop', 'other.example shop2', 'bare.example '],
  )
})
