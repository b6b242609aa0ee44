//! SHA-256 (FIPS 180-4), in a few hundred bytes of WebAssembly.
//!
//! The `sha2` crate is faster natively and several kilobytes larger in the browser; parts are a few kilobytes each, so
//! size is what counts here.

/// What a digest starts from and what its rounds add: the first 32 bits behind the point of the square roots of the first 8 primes,
/// and of the cube roots of the first 64. Worked out, since they are as good as random: 288 bytes that nothing packs.
fn constants() -> ([u32; 8], [u32; 64]) {
    let behind_point = |root: f64| ((root - f64::from(root as u32)) * 4_294_967_296.0) as u32;
    let (mut start, mut rounds) = ([0; 8], [0; 64]);
    let (mut number, mut place) = (2u32, 0);
    while place < rounds.len() {
        let mut divisor = 2;
        while divisor * divisor <= number && number % divisor != 0 {
            divisor += 1;
        }
        if divisor * divisor > number {
            let prime = f64::from(number);
            // Newton's method: from here eight steps give all bits for any of these.
            let mut root = 4.0;
            for _ in 0..8 {
                root = (root + root + prime / (root * root)) / 3.0;
            }
            rounds[place] = behind_point(root);
            if let Some(start) = start.get_mut(place) {
                *start = behind_point(prime.sqrt());
            }
            place += 1;
        }
        number += 1;
    }
    (start, rounds)
}

/// The digest of `data`. Linear in its length; some 200 MB a second natively.
///
/// ```
/// let digest = backissue::format::sha256::digest(b"abc");
/// assert_eq!(digest[..4], [0xba, 0x78, 0x16, 0xbf]);
/// ```
pub fn digest(data: &[u8]) -> [u8; 32] {
    let (mut state, rounds) = constants();
    let (blocks, rest) = data.as_chunks::<64>();
    for block in blocks {
        compress(&mut state, &rounds, block);
    }
    // The padding: a one bit, zeros, and the length in bits, so that the whole is a multiple of 64 bytes.
    let mut tail = [0u8; 128];
    tail[..rest.len()].copy_from_slice(rest);
    tail[rest.len()] = 0x80;
    let end = if rest.len() < 56 { 64 } else { 128 };
    tail[end - 8..end].copy_from_slice(&(data.len() as u64 * 8).to_be_bytes());
    for block in tail[..end].as_chunks::<64>().0 {
        compress(&mut state, &rounds, block);
    }
    let mut out = [0; 32];
    for (bytes, word) in out.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *bytes = word.to_be_bytes();
    }
    out
}

fn compress(state: &mut [u32; 8], rounds: &[u32; 64], block: &[u8; 64]) {
    let mut words = [0u32; 64];
    for (word, bytes) in words.iter_mut().zip(block.as_chunks::<4>().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    for i in 16..64 {
        let (a, b) = (words[i - 15], words[i - 2]);
        let s0 = a.rotate_right(7) ^ a.rotate_right(18) ^ (a >> 3);
        let s1 = b.rotate_right(17) ^ b.rotate_right(19) ^ (b >> 10);
        words[i] = words[i - 16].wrapping_add(s0).wrapping_add(words[i - 7]).wrapping_add(s1);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for (round, word) in rounds.iter().zip(words) {
        let s1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
        let choice = (e & f) ^ (!e & g);
        let t1 = h.wrapping_add(s1).wrapping_add(choice).wrapping_add(*round).wrapping_add(word);
        let s0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
        let majority = (a & b) ^ (a & c) ^ (b & c);
        (h, g, f, e) = (g, f, e, d.wrapping_add(t1));
        (d, c, b, a) = (c, b, a, t1.wrapping_add(s0).wrapping_add(majority));
    }
    for (word, add) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *word = word.wrapping_add(add);
    }
}

#[cfg(test)]
mod tests {
    use super::digest;

    fn hex(data: &[u8]) -> String {
        digest(data).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// The examples of FIPS 180-4 and NIST's long message.
    #[test]
    fn nist_vectors() {
        assert_eq!(hex(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hex(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(
            hex(b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        );
        assert_eq!(
            hex(&vec![b'a'; 1_000_000]),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        );
    }

    /// Every length around a block's end, where padding goes wrong if it does.
    #[test]
    fn lengths_around_the_block_differ() {
        let digests: std::collections::BTreeSet<_> = (0..=130).map(|len| digest(&vec![7; len])).collect();
        assert_eq!(digests.len(), 131);
    }
}
