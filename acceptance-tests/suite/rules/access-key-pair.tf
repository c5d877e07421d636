provider "dts" {
  alias = "access_key_pair"
  alibaba {
    region            = "cn-hangzhou"
    access_key_id     = "AKSOURCEOWNER" # <- here
    access_key_secret = «null|"emulator-secret-of-source-owner"»
  }
}

...used
