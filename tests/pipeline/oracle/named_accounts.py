"""The accounts that histories are about, each as several sources spell it."""

from hypothesis import strategies as st

# Spellings of one account: its platform's labels, its handles, and the URL of one that is named by URL alone.
NAMES = (
    (("X", "Twitter", " twitter"), ("@Example_One", "example_one", " EXAMPLE_ONE "), None),
    (("x",), ("example_two",), None),
    (("Facebook", "FB"), ("Example.Three", "example.three"), None),
    (("Facebook",), (None,), "https://facebook.example/Posts/4"),
    (("TikTok",), ("@مثال_پانچ", "مثال_پانچ"), None),
)

# Most asks are about one account, so that it is often asked for again before the first ask is answered.
accounts = st.sampled_from((*NAMES, *NAMES[:1] * 5)).flatmap(
    lambda name: st.fixed_dictionaries(
        {
            "platform": st.sampled_from(name[0]),
            "handle": st.sampled_from(name[1]),
            "url": st.just(name[2]),
            "display_name": st.sampled_from((None, "مثال", 'Example\n"quoted", twice')),
        }
    )
)
