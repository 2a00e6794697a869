"""The storefront as browsers meet it: Lighthouse, the validator and the screenshots."""
