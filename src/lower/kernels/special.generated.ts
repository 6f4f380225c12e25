// Made by scripts/gen-kernels.ts of src/kernels/special.
export const special: Readonly<Record<string, string>> = {
  "special.bessel.series": `func @special.bessel.series(%0: f64, %1: f64) -> (f64) {
%2 = mul %1, %1
%3 = const i32 1
%4 = floor %0
%5 = const f64 1
%6 = add %4, %5
%7 = const f64 2147483647
%8 = gt %6, %7
if %8 {
fail {code: "NB4006", message: "a loop that counts beyond 2147483647"}
yield
} {
yield
}
%9 = clamp_i32 %6
%10 = ne %0, %0
%11 = select %10, %3, %9
%12 = const f64 0.5
%13 = mul %12, %1
%14 = for {step: 1} %3, %11, %5 { (%15: i32, %16: f64)
%17 = to_f64 %15
%18 = div %13, %17
%19 = mul %16, %18
yield %19
}
%20 = const f64 0
%21 = const f64 60
%22, %23, %24, %25 = loop %5, %14, %14, %20 { (%26: f64, %27: f64, %28: f64, %29: f64)
%30 = lt %26, %21
%31, %32, %33, %34, %35 = if %30 {
%36 = const f64 0.25
%37 = mul %36, %2
%38 = add %26, %0
%39 = mul %26, %38
%40 = div %37, %39
%41 = mul %27, %40
%42 = add %28, %41
%43 = mul %26, %41
%44 = add %29, %43
%45 = const f64 1e-17
%46 = mul %45, %42
%47 = lt %41, %46
%48 = not %47
%49 = if %47 {
yield %26
} {
%50 = add %26, %5
yield %50
}
yield %48, %41, %42, %44, %49
} {
%51 = const bool 0
yield %51, %27, %28, %29, %26
}
yield %31, %35, %32, %33, %34
}
%52 = const f64 1e-200
%53 = gt %2, %52
%54 = if %53 {
%55: f64 = call @special.products.lackOf %1, %1, %2
%56 = div %55, %2
%57 = mul %56, %25
%58 = add %24, %57
yield %58
} {
yield %24
}
return %54
}
`,
  "special.bessel.ofLargeOrder": `func @special.bessel.ofLargeOrder(%0: f64, %1: f64) -> (f64) {
%2 = const f64 Infinity
%3 = lt %0, %2
%4 = if %3 {
%5 = eq %1, %2
yield %5
} {
%6 = const bool 1
yield %6
}
%7 = if %4 {
%8 = const f64 0
yield %8
} {
%9 = div %1, %0
%10 = mul %9, %9
%11 = const f64 1
%12 = add %11, %10
%13 = sqrt %12
%14 = div %11, %13
%15 = mul %14, %14
%16 = const f64 5
%17 = mul %16, %15
%18 = const f64 3
%19 = sub %18, %17
%20 = mul %14, %19
%21 = const f64 24
%22 = div %20, %21
%23 = const f64 385
%24 = mul %23, %15
%25 = const f64 -462
%26 = add %25, %24
%27 = mul %15, %26
%28 = const f64 81
%29 = add %28, %27
%30 = mul %15, %29
%31 = const f64 1152
%32 = div %30, %31
%33 = mul %15, %14
%34 = const f64 425425
%35 = mul %34, %15
%36 = const f64 765765
%37 = sub %36, %35
%38 = mul %15, %37
%39 = const f64 -369603
%40 = add %39, %38
%41 = mul %15, %40
%42 = const f64 30375
%43 = add %42, %41
%44 = mul %33, %43
%45 = const f64 414720
%46 = div %44, %45
%47 = div %46, %0
%48 = add %32, %47
%49 = div %48, %0
%50 = add %22, %49
%51 = div %50, %0
%52 = add %11, %51
%53 = sub %13, %9
%54 = add %11, %13
%55 = div %9, %54
%56 = log %55
%57 = add %53, %56
%58 = mul %0, %57
%59 = exp %58
%60 = mul %59, %52
%61 = const f64 6.283185307179586
%62 = mul %61, %0
%63 = mul %62, %13
%64 = sqrt %63
%65 = div %60, %64
yield %65
}
return %7
}
`,
  "special.bessel.besselIe": `func @special.bessel.besselIe(%0: f64, %1: f64) -> (f64) {
%2 = abs %0
%3 = floor %2
%4 = ne %3, %2
%5 = if %4 {
%6 = const bool 1
yield %6
} {
%7 = ne %1, %1
yield %7
}
%8 = if %5 {
%9 = const f64 NaN
yield %9
} {
%10 = abs %1
%11 = const f64 0
%12 = lt %1, %11
%13 = if %12 {
%14 = const f64 2
%15 = rem %2, %14
%16 = const f64 1
%17 = eq %15, %16
yield %17
} {
%18 = const bool 0
yield %18
}
%19 = if %13 {
%20 = const f64 -1
yield %20
} {
%21 = const f64 1
yield %21
}
%22 = const f64 1000
%23 = gt %2, %22
%24 = if %23 {
%25: f64 = call @special.bessel.ofLargeOrder %2, %10
%26 = mul %19, %25
yield %26
} {
%27 = const f64 16
%28 = lt %10, %27
%29 = if %28 {
%30 = neg %10
%31 = exp %30
%32 = mul %19, %31
%33: f64 = call @special.bessel.series %2, %10
%34 = mul %32, %33
yield %34
} {
%35 = const f64 Infinity
%36 = eq %10, %35
%37 = if %36 {
yield %11
} {
%38 = sqrt %10
%39 = const f64 1
%40 = div %39, %10
%41: f64 = call @special.fits.generated.i0Tail %40
%42 = div %41, %38
%43 = eq %2, %11
%44 = if %43 {
yield %42
} {
%45: f64 = call @special.fits.generated.i1Tail %40
%46 = div %45, %38
%47 = mul %2, %2
%48 = le %47, %10
%49 = if %48 {
%50 = const i32 1
%51 = ceil %2
%52 = const f64 2147483647
%53 = gt %51, %52
if %53 {
fail {code: "NB4006", message: "a loop that counts beyond 2147483647"}
yield
} {
yield
}
%54 = clamp_i32 %51
%55 = ne %2, %2
%56 = select %55, %50, %54
%57 = const f64 2
%58, %59 = for {step: 1} %50, %56, %42, %46 { (%60: i32, %61: f64, %62: f64)
%63 = to_f64 %60
%64 = mul %57, %63
%65 = div %64, %10
%66 = mul %65, %62
%67 = sub %61, %66
yield %62, %67
}
%68 = mul %19, %59
yield %68
} {
%69 = add %2, %10
%70 = const f64 2
%71 = const f64 0.5
%72 = mul %69, %71
%73 = ceil %72
%74 = mul %70, %73
%75 = const f64 40
%76 = add %74, %75
%77 = const f64 1e-300
%78, %79, %80, %81 = loop %76, %11, %11, %77 { (%82: f64, %83: f64, %84: f64, %85: f64)
%86 = gt %82, %11
%87, %88, %89, %90 = if %86 {
%91 = eq %82, %2
%92 = select %91, %85, %83
%93 = mul %70, %82
%94 = div %93, %10
%95 = mul %94, %85
%96 = add %84, %95
%97 = const f64 1e+250
%98 = gt %96, %97
%99, %100, %101 = if %98 {
%102 = const f64 1e-250
%103 = mul %96, %102
%104 = mul %85, %102
%105 = mul %92, %102
yield %103, %104, %105
} {
yield %96, %85, %92
}
%106 = sub %82, %39
yield %101, %100, %99, %106
} {
yield %83, %84, %85, %82
}
yield %86, %90, %87, %88, %89
}
%107 = div %79, %81
%108 = mul %19, %107
%109: f64 = call @special.fits.generated.i0Tail %40
%110 = mul %108, %109
%111 = div %39, %38
%112 = mul %110, %111
yield %112
}
yield %49
}
yield %44
}
yield %37
}
yield %29
}
yield %24
}
return %8
}
`,
  "special.bessel.besselI": `func @special.bessel.besselI(%0: f64, %1: f64) -> (f64) {
%2 = abs %1
%3 = const f64 16
%4 = lt %2, %3
%5 = if %4 {
%6 = abs %0
%7 = floor %6
%8 = ne %7, %6
%9 = if %8 {
%10 = const f64 NaN
yield %10
} {
%11 = const f64 1000
%12 = gt %6, %11
%13 = if %12 {
%14 = const f64 0
yield %14
} {
%15 = const f64 0
%16 = lt %1, %15
%17 = if %16 {
%18 = const f64 2
%19 = rem %6, %18
%20 = const f64 1
%21 = eq %19, %20
yield %21
} {
%22 = const bool 0
yield %22
}
%23 = if %17 {
%24 = const f64 -1
yield %24
} {
%25 = const f64 1
yield %25
}
%26: f64 = call @special.bessel.series %6, %2
%27 = mul %23, %26
yield %27
}
yield %13
}
yield %9
} {
%28 = const f64 720
%29 = gt %2, %28
%30 = if %29 {
%31 = const f64 0
%32 = lt %1, %31
%33 = if %32 {
%34 = const f64 2
%35 = rem %0, %34
%36 = ne %35, %31
yield %36
} {
%37 = const bool 0
yield %37
}
%38 = if %33 {
%39 = const f64 -Infinity
yield %39
} {
%40 = const f64 Infinity
yield %40
}
yield %38
} {
%41 = const f64 0.5
%42 = mul %41, %2
%43 = exp %42
%44: f64 = call @special.bessel.besselIe %0, %1
%45 = mul %43, %44
%46 = mul %45, %43
yield %46
}
yield %30
}
return %5
}
`,
  "special.bessel.besselGap": `func @special.bessel.besselGap(%0: f64) -> (f64) {
%1 = abs %0
%2 = const f64 Infinity
%3 = eq %1, %2
%4 = if %3 {
%5 = const f64 0
yield %5
} {
%6 = const f64 16
%7 = ge %1, %6
%8 = if %7 {
%9 = const f64 1
%10 = div %9, %1
%11: f64 = call @special.fits.generated.gapTail %10
%12 = sqrt %1
%13 = mul %1, %12
%14 = div %11, %13
yield %14
} {
%15 = const f64 1
%16 = lt %1, %15
%17 = if %16 {
%18 = neg %1
%19 = exp %18
%20 = const f64 0
%21: f64 = call @special.bessel.series %20, %1
%22: f64 = call @special.bessel.series %15, %1
%23 = sub %21, %22
%24 = mul %19, %23
yield %24
} {
%25 = sqrt %1
%26 = mul %1, %25
%27 = const f64 2
%28 = lt %1, %27
%29 = if %28 {
%30 = const f64 1.5
%31 = sub %1, %30
%32: f64 = call @special.fits.generated.gapFrom1 %31
yield %32
} {
%33 = const f64 5
%34 = lt %1, %33
%35 = div %15, %1
%36 = if %34 {
%37 = const f64 0.35
%38 = sub %35, %37
%39: f64 = call @special.fits.generated.gapFrom2 %38
yield %39
} {
%40 = const f64 0.13
%41 = sub %35, %40
%42: f64 = call @special.fits.generated.gapFrom5 %41
yield %42
}
%43 = div %36, %26
yield %43
}
yield %29
}
yield %17
}
yield %8
}
return %4
}
`,
  "special.bessel.i0": `func @special.bessel.i0(%0: f64) -> (f64) {
%1 = const f64 0
%2: f64 = call @special.bessel.besselI %1, %0
return %2
}
`,
  "special.bessel.i1": `func @special.bessel.i1(%0: f64) -> (f64) {
%1 = const f64 1
%2: f64 = call @special.bessel.besselI %1, %0
return %2
}
`,
  "special.bessel.i0e": `func @special.bessel.i0e(%0: f64) -> (f64) {
%1 = const f64 0
%2: f64 = call @special.bessel.besselIe %1, %0
return %2
}
`,
  "special.bessel.i1e": `func @special.bessel.i1e(%0: f64) -> (f64) {
%1 = const f64 1
%2: f64 = call @special.bessel.besselIe %1, %0
return %2
}
`,
  "special.error.gaussian": `func @special.error.gaussian(%0: f64, %1: f64, %2: f64) -> (f64) {
%3 = to_f32 %0
%4 = widen %3
%5 = sub %0, %4
%6 = add %0, %4
%7 = mul %5, %6
%8 = const f64 -0.5
%9 = mul %8, %1
%10 = mul %9, %4
%11 = mul %10, %4
%12 = exp %11
%13 = mul %2, %12
%14 = neg %1
%15 = mul %14, %7
%16 = exp %15
%17 = mul %13, %16
%18 = mul %17, %12
return %18
}
`,
  "special.error.scaledTail": `func @special.error.scaledTail(%0: f64) -> (f64) {
%1 = const f64 1
%2 = lt %0, %1
%3 = if %2 {
%4 = const f64 0.75
%5 = sub %0, %4
%6: f64 = call @special.fits.generated.erfcxFrom05 %5
yield %6
} {
%7 = const f64 2
%8 = lt %0, %7
%9 = if %8 {
%10 = const f64 1.5
%11 = sub %0, %10
%12: f64 = call @special.fits.generated.erfcxFrom1 %11
yield %12
} {
%13 = const f64 4
%14 = lt %0, %13
%15 = if %14 {
%16 = const f64 3
%17 = sub %0, %16
%18: f64 = call @special.fits.generated.erfcxFrom2 %17
yield %18
} {
%19 = const f64 8
%20 = lt %0, %19
%21 = if %20 {
%22 = const f64 6
%23 = sub %0, %22
%24: f64 = call @special.fits.generated.erfcxFrom4 %23
yield %24
} {
%25 = div %1, %0
%26 = div %25, %0
%27: f64 = call @special.fits.generated.erfcxTail %26
%28 = const f64 0.5641895835477563
%29 = div %28, %0
%30 = mul %27, %29
yield %30
}
yield %21
}
yield %15
}
yield %9
}
return %3
}
`,
  "special.error.erf": `func @special.error.erf(%0: f64) -> (f64) {
%1 = abs %0
%2 = const f64 1
%3 = lt %1, %2
%4 = if %3 {
%5 = mul %0, %0
%6: f64 = call @special.fits.generated.erfOverX %5
%7 = mul %0, %6
yield %7
} {
%8 = const f64 6
%9 = gt %1, %8
%10 = if %9 {
yield %2
} {
%11: f64 = call @special.error.scaledTail %1
%12: f64 = call @special.error.gaussian %1, %2, %11
%13 = sub %2, %12
yield %13
}
%14 = ne %0, %0
%15 = if %14 {
yield %0
} {
%16 = const f64 0
%17 = lt %0, %16
%18 = if %17 {
%19 = neg %10
yield %19
} {
yield %10
}
yield %18
}
yield %15
}
return %4
}
`,
  "special.error.erfc": `func @special.error.erfc(%0: f64) -> (f64) {
%1 = const f64 0.5
%2 = lt %0, %1
%3 = if %2 {
%4 = const f64 -1
%5 = gt %0, %4
%6 = if %5 {
%7 = mul %0, %0
%8: f64 = call @special.fits.generated.erfOverX %7
%9 = mul %0, %8
%10 = const f64 1
%11 = sub %10, %9
yield %11
} {
%12: f64 = call @special.error.erf %0
%13 = const f64 1
%14 = sub %13, %12
yield %14
}
yield %6
} {
%15 = const f64 28
%16 = gt %0, %15
%17 = if %16 {
%18 = const f64 0
yield %18
} {
%19: f64 = call @special.error.scaledTail %0
%20 = const f64 1
%21: f64 = call @special.error.gaussian %0, %20, %19
yield %21
}
yield %17
}
return %3
}
`,
  "special.error.erfcx": `func @special.error.erfcx(%0: f64) -> (f64) {
%1 = const f64 0.5
%2 = lt %0, %1
%3 = if %2 {
%4 = const f64 -27
%5 = lt %0, %4
%6 = if %5 {
%7 = const f64 Infinity
yield %7
} {
%8 = to_f32 %0
%9 = widen %8
%10 = mul %9, %9
%11 = exp %10
%12 = sub %0, %9
%13 = add %0, %9
%14 = mul %12, %13
%15 = exp %14
%16 = mul %11, %15
%17 = const f64 -0.5
%18 = gt %0, %17
%19 = if %18 {
%20 = mul %0, %0
%21: f64 = call @special.fits.generated.erfOverX %20
%22 = mul %0, %21
%23 = const f64 1
%24 = sub %23, %22
%25 = mul %16, %24
yield %25
} {
%26 = const f64 2
%27 = mul %26, %16
%28 = neg %0
%29: f64 = call @special.error.scaledTail %28
%30 = sub %27, %29
yield %30
}
yield %19
}
yield %6
} {
%31: f64 = call @special.error.scaledTail %0
yield %31
}
return %3
}
`,
  "special.error.ndtr": `func @special.error.ndtr(%0: f64) -> (f64) {
%1 = const f64 0.7071067811865476
%2 = mul %0, %1
%3 = abs %2
%4 = const f64 0.5
%5 = lt %3, %4
%6 = if %5 {
%7 = mul %4, %2
%8 = mul %2, %2
%9: f64 = call @special.fits.generated.erfOverX %8
%10 = mul %7, %9
%11 = add %4, %10
yield %11
} {
%12 = abs %0
%13 = const f64 40
%14 = gt %12, %13
%15 = if %14 {
%16 = const f64 0
yield %16
} {
%17: f64 = call @special.error.scaledTail %3
%18 = mul %4, %17
%19: f64 = call @special.error.gaussian %12, %4, %18
yield %19
}
%20 = const f64 0
%21 = gt %0, %20
%22 = if %21 {
%23 = const f64 1
%24 = sub %23, %15
yield %24
} {
%25 = lt %0, %20
%26 = select %25, %15, %0
yield %26
}
yield %22
}
return %6
}
`,
  "special.error.logNdtr": `func @special.error.logNdtr(%0: f64) -> (f64) {
%1 = const f64 -1
%2 = gt %0, %1
%3 = if %2 {
%4 = neg %0
%5: f64 = call @special.error.ndtr %4
%6 = neg %5
%7 = log1p %6
yield %7
} {
%8 = const f64 -1e+30
%9 = lt %0, %8
%10 = if %9 {
%11 = const f64 -0.5
%12 = mul %11, %0
%13 = mul %12, %0
yield %13
} {
%14 = to_f32 %0
%15 = widen %14
%16 = sub %0, %15
%17 = add %0, %15
%18 = mul %16, %17
%19 = const f64 -0.7071067811865476
%20 = mul %0, %19
%21: f64 = call @special.error.scaledTail %20
%22 = const f64 0.5
%23 = mul %22, %21
%24 = log %23
%25 = mul %22, %18
%26 = sub %24, %25
%27 = mul %22, %15
%28 = mul %27, %15
%29 = sub %26, %28
yield %29
}
yield %10
}
return %3
}
`,
  "special.error.erfcInverse": `func @special.error.erfcInverse(%0: f64) -> (f64) {
%1 = const f64 0
%2 = gt %0, %1
%3 = if %2 {
%4 = log %0
%5 = const f64 1
%6 = sub %5, %0
%7 = log1p %6
%8 = add %4, %7
%9 = const f64 0.5
%10 = mul %9, %8
%11 = const f64 4.330746750799873
%12 = add %11, %10
%13 = mul %12, %12
%14 = const f64 0.147
%15 = div %8, %14
%16 = sub %13, %15
%17 = sqrt %16
%18 = sub %17, %12
%19 = sqrt %18
%20 = max %19, %9
%21: f64 = call @special.error.scaledTail %20
%22 = const f64 1e-290
%23 = lt %0, %22
%24 = if %23 {
%25 = log %21
%26 = mul %19, %19
%27 = sub %25, %26
%28 = sub %27, %4
%29 = mul %28, %21
%30 = const f64 0.886226925452758
%31 = mul %29, %30
%32 = add %19, %31
yield %32
} {
%33 = lt %19, %9
%34 = if %33 {
%35 = mul %19, %19
%36: f64 = call @special.fits.generated.erfOverX %35
%37 = mul %19, %36
%38 = sub %5, %37
yield %38
} {
%39: f64 = call @special.error.gaussian %19, %5, %21
yield %39
}
%40 = if %33 {
%41 = neg %19
%42 = mul %41, %19
%43 = exp %42
yield %43
} {
%44 = div %34, %21
yield %44
}
%45 = sub %34, %0
%46 = div %45, %40
%47 = const f64 0.886226925452758
%48 = mul %46, %47
%49 = mul %19, %48
%50 = sub %5, %49
%51 = div %48, %50
%52 = add %19, %51
yield %52
}
%53 = max %24, %9
%54: f64 = call @special.error.scaledTail %53
%55 = if %23 {
%56 = log %54
%57 = mul %24, %24
%58 = sub %56, %57
%59 = sub %58, %4
%60 = mul %59, %54
%61 = const f64 0.886226925452758
%62 = mul %60, %61
%63 = add %24, %62
yield %63
} {
%64 = lt %24, %9
%65 = if %64 {
%66 = mul %24, %24
%67: f64 = call @special.fits.generated.erfOverX %66
%68 = mul %24, %67
%69 = sub %5, %68
yield %69
} {
%70: f64 = call @special.error.gaussian %24, %5, %54
yield %70
}
%71 = if %64 {
%72 = neg %24
%73 = mul %72, %24
%74 = exp %73
yield %74
} {
%75 = div %65, %54
yield %75
}
%76 = sub %65, %0
%77 = div %76, %71
%78 = const f64 0.886226925452758
%79 = mul %77, %78
%80 = mul %24, %79
%81 = sub %5, %80
%82 = div %79, %81
%83 = add %24, %82
yield %83
}
%84 = max %55, %9
%85: f64 = call @special.error.scaledTail %84
%86 = if %23 {
%87 = log %85
%88 = mul %55, %55
%89 = sub %87, %88
%90 = sub %89, %4
%91 = mul %90, %85
%92 = const f64 0.886226925452758
%93 = mul %91, %92
%94 = add %55, %93
yield %94
} {
%95 = lt %55, %9
%96 = if %95 {
%97 = mul %55, %55
%98: f64 = call @special.fits.generated.erfOverX %97
%99 = mul %55, %98
%100 = sub %5, %99
yield %100
} {
%101: f64 = call @special.error.gaussian %55, %5, %85
yield %101
}
%102 = if %95 {
%103 = neg %55
%104 = mul %103, %55
%105 = exp %104
yield %105
} {
%106 = div %96, %85
yield %106
}
%107 = sub %96, %0
%108 = div %107, %102
%109 = const f64 0.886226925452758
%110 = mul %108, %109
%111 = mul %55, %110
%112 = sub %5, %111
%113 = div %110, %112
%114 = add %55, %113
yield %114
}
%115 = max %86, %9
%116: f64 = call @special.error.scaledTail %115
%117 = if %23 {
%118 = log %116
%119 = mul %86, %86
%120 = sub %118, %119
%121 = sub %120, %4
%122 = mul %121, %116
%123 = const f64 0.886226925452758
%124 = mul %122, %123
%125 = add %86, %124
yield %125
} {
%126 = lt %86, %9
%127 = if %126 {
%128 = mul %86, %86
%129: f64 = call @special.fits.generated.erfOverX %128
%130 = mul %86, %129
%131 = sub %5, %130
yield %131
} {
%132: f64 = call @special.error.gaussian %86, %5, %116
yield %132
}
%133 = if %126 {
%134 = neg %86
%135 = mul %134, %86
%136 = exp %135
yield %136
} {
%137 = div %127, %116
yield %137
}
%138 = sub %127, %0
%139 = div %138, %133
%140 = const f64 0.886226925452758
%141 = mul %139, %140
%142 = mul %86, %141
%143 = sub %5, %142
%144 = div %141, %143
%145 = add %86, %144
yield %145
}
yield %117
} {
%146 = eq %0, %1
%147 = if %146 {
%148 = const f64 Infinity
yield %148
} {
%149 = const f64 NaN
yield %149
}
yield %147
}
return %3
}
`,
  "special.error.erfinv": `func @special.error.erfinv(%0: f64) -> (f64) {
%1 = abs %0
%2 = const f64 0.5
%3 = lt %1, %2
%4 = if %3 {
%5 = mul %0, %0
%6 = const f64 0.1275561753055979
%7 = mul %6, %0
%8 = mul %7, %0
%9 = const f64 0.2320136665346544
%10 = add %9, %8
%11 = mul %5, %10
%12 = const f64 0.886226925452758
%13 = add %12, %11
%14 = mul %0, %13
%15 = mul %14, %14
%16: f64 = call @special.fits.generated.erfOverX %15
%17 = mul %14, %16
%18 = sub %17, %0
%19 = exp %15
%20 = mul %18, %19
%21 = mul %20, %12
%22 = mul %14, %21
%23 = const f64 1
%24 = add %23, %22
%25 = div %21, %24
%26 = sub %14, %25
%27 = mul %26, %26
%28: f64 = call @special.fits.generated.erfOverX %27
%29 = mul %26, %28
%30 = sub %29, %0
%31 = exp %27
%32 = mul %30, %31
%33 = mul %32, %12
%34 = mul %26, %33
%35 = add %23, %34
%36 = div %33, %35
%37 = sub %26, %36
yield %37
} {
%38 = const f64 1
%39 = sub %38, %1
%40: f64 = call @special.error.erfcInverse %39
%41 = const f64 0
%42 = lt %0, %41
%43 = if %42 {
%44 = neg %40
yield %44
} {
yield %40
}
yield %43
}
return %4
}
`,
  "special.error.ndtri": `func @special.error.ndtri(%0: f64) -> (f64) {
%1 = const f64 0.25
%2 = ge %0, %1
%3 = if %2 {
%4 = const f64 0.75
%5 = le %0, %4
yield %5
} {
%6 = const bool 0
yield %6
}
%7 = if %3 {
%8 = const f64 2
%9 = mul %8, %0
%10 = const f64 1
%11 = sub %9, %10
%12: f64 = call @special.error.erfinv %11
%13 = const f64 1.4142135623730951
%14 = mul %13, %12
yield %14
} {
%15 = const f64 0.5
%16 = lt %0, %15
%17 = if %16 {
%18 = const f64 2
%19 = mul %18, %0
%20: f64 = call @special.error.erfcInverse %19
%21 = const f64 -1.4142135623730951
%22 = mul %21, %20
yield %22
} {
%23 = const f64 1
%24 = sub %23, %0
%25 = const f64 2
%26 = mul %25, %24
%27: f64 = call @special.error.erfcInverse %26
%28 = const f64 1.4142135623730951
%29 = mul %28, %27
yield %29
}
yield %17
}
return %7
}
`,
  "special.fits.generated.erfOverX": `func @special.fits.generated.erfOverX(%0: f64) -> (f64) {
%1 = const f64 -7.795898827002142e-10
%2 = mul %0, %1
%3 = const f64 1.3720064546777686e-8
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 -1.6208483801871705e-7
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 0.0000016447424703317362
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 -0.00001492473690741966
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 0.00012055294904839707
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 -0.0008548325975389692
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 0.0052239776071164225
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 -0.02686617064323777
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 0.11283791670945006
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 -0.37612638903183543
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 1.1283791670955126
%34 = add %33, %32
return %34
}
`,
  "special.fits.generated.erfcxFrom05": `func @special.fits.generated.erfcxFrom05(%0: f64) -> (f64) {
%1 = const f64 -0.00001440376961255891
%2 = mul %0, %1
%3 = const f64 0.00004337915907561481
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 -0.00012332717214560827
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 0.00034666379283020214
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 -0.000938513222881505
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 0.002437641069942269
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 -0.006051532271776434
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 0.01428919858470859
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 -0.031897262039946896
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 0.06679054252841538
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 -0.12983606199488007
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 0.23095813155129497
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 -0.3679726916557954
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 0.5069376502931449
%40 = add %39, %38
return %40
}
`,
  "special.fits.generated.erfcxFrom1": `func @special.fits.generated.erfcxFrom1(%0: f64) -> (f64) {
%1 = const f64 1.3242541506849586e-8
%2 = mul %0, %1
%3 = const f64 -4.9545807838901603e-8
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 1.6714292901928126e-7
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 -5.944961119917664e-7
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 0.0000020670657912156654
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 -0.00000697536222785843
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 0.000022864299608127746
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 -0.00007265887301589559
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 0.0002233099453004411
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 -0.0006619300701084315
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 0.0018861348769919975
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 -0.0051459575478377826
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 0.013377340953067394
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 -0.03293090529956527
%40 = add %39, %38
%41 = mul %0, %40
%42 = const f64 0.0761510398554774
%43 = add %42, %41
%44 = mul %0, %43
%45 = const f64 -0.16362291773256005
%46 = add %45, %44
%47 = mul %0, %46
%48 = const f64 0.3215854164543175
%49 = add %48, %47
return %49
}
`,
  "special.fits.generated.erfcxFrom2": `func @special.fits.generated.erfcxFrom2(%0: f64) -> (f64) {
%1 = const f64 1.6482525468969957e-12
%2 = mul %0, %1
%3 = const f64 -8.134236373235494e-12
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 3.1724792006762475e-11
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 -1.5077563830210874e-10
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 7.20516363335066e-10
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 -3.316229237177357e-9
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 1.4977253627698686e-8
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 -6.64646639786765e-8
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 2.8926684651166363e-7
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 -0.0000012333685934914701
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 0.000005146436522511331
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 -0.000020989464259545496
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 0.00008355413963369297
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 -0.00032412554452200884
%40 = add %39, %38
%41 = mul %0, %40
%42 = const f64 0.0012230390523765237
%43 = add %42, %41
%44 = mul %0, %43
%45 = const f64 -0.004479431018371144
%46 = add %45, %44
%47 = mul %0, %46
%48 = const f64 0.01588437115987134
%49 = add %48, %47
%50 = mul %0, %49
%51 = const f64 -0.05437226000717289
%52 = add %51, %50
%53 = mul %0, %52
%54 = const f64 0.17900115118138996
%55 = add %54, %53
return %55
}
`,
  "special.fits.generated.erfcxFrom4": `func @special.fits.generated.erfcxFrom4(%0: f64) -> (f64) {
%1 = const f64 2.9991618845502746e-18
%2 = mul %0, %1
%3 = const f64 -2.2344507414970715e-17
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 1.0224677586311625e-16
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 -7.432686020475312e-16
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 5.925625693457048e-15
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 -4.253436171725783e-14
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 2.9991483221808924e-13
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 -2.1155577382776433e-12
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 1.4800914474982227e-11
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 -1.025644574297657e-10
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 7.041766274680313e-10
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 -4.7891513747069686e-9
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 3.225581007208087e-8
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 -2.1508605448049146e-7
%40 = add %39, %38
%41 = mul %0, %40
%42 = const f64 0.000001419539553723892
%43 = add %42, %41
%44 = mul %0, %43
%45 = const f64 -0.000009270038505704451
%46 = add %45, %44
%47 = mul %0, %46
%48 = const f64 0.000059878849700716084
%49 = add %48, %47
%50 = mul %0, %49
%51 = const f64 -0.00038244819447065965
%52 = add %51, %50
%53 = mul %0, %52
%54 = const f64 0.0024144468662244257
%55 = add %54, %53
%56 = mul %0, %55
%57 = const f64 -0.015060353489052313
%58 = add %57, %56
%59 = mul %0, %58
%60 = const f64 0.09277656780053835
%61 = add %60, %59
return %61
}
`,
  "special.fits.generated.erfcxTail": `func @special.fits.generated.erfcxTail(%0: f64) -> (f64) {
%1 = const f64 -34154.04960983122
%2 = mul %0, %1
%3 = const f64 6971.315869539905
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 -1039.5867554712718
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 162.2499467809495
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 -29.53009940729647
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 6.562495268810961
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 -1.8749999887587465
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 0.749999999986378
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 -0.49999999999999356
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 1
%28 = add %27, %26
return %28
}
`,
  "special.fits.generated.gammaFrom1": `func @special.fits.generated.gammaFrom1(%0: f64) -> (f64) {
%1 = const f64 -0.02162630950107031
%2 = mul %0, %1
%3 = const f64 0.027032403402463726
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 -0.027707017286919912
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 0.03463146458110519
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 -0.0439969157331005
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 0.05498453701025939
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 -0.06865907093211916
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 0.08576736320717133
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 -0.10706704650045658
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 0.13360554647682102
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 -0.1660375515290953
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 0.2075158043398296
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 -0.2504420978794775
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 0.3272593386959371
%40 = add %39, %38
%41 = mul %0, %40
%42 = const f64 -0.32577880237164425
%43 = add %42, %41
%44 = mul %0, %43
%45 = const f64 0.5660774716052679
%46 = add %45, %44
%47 = mul %0, %46
%48 = const f64 -0.2061644460672676
%49 = add %48, %47
%50 = mul %0, %49
%51 = const f64 0.906402477055477
%52 = add %51, %50
return %52
}
`,
  "special.fits.generated.gammaFrom15": `func @special.fits.generated.gammaFrom15(%0: f64) -> (f64) {
%1 = const f64 -0.00014022285352836895
%2 = mul %0, %1
%3 = const f64 0.00024529787229596593
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 -0.0003939259370468797
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 0.000688843977101129
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 -0.0012060713557236927
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 0.0021115581294673166
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 -0.0036471786133176727
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 0.006515302753984344
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 -0.010487493000237437
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 0.021581551219761512
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 -0.023190912129907634
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 0.08731925662104242
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 0.003147157784746949
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 0.37927159402520483
%40 = add %39, %38
%41 = mul %0, %40
%42 = const f64 0.2274426584822711
%43 = add %42, %41
%44 = mul %0, %43
%45 = const f64 0.9190625268488832
%46 = add %45, %44
return %46
}
`,
  "special.fits.generated.lgammaAt1": `func @special.fits.generated.lgammaAt1(%0: f64) -> (f64) {
%1 = const f64 -0.06928380249485716
%2 = mul %0, %1
%3 = const f64 0.07302784334409541
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 -0.05663245272474891
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 0.06020201298139458
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 -0.06682232999260808
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 0.07159408341567752
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 -0.07692618365330123
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 0.08334719848486703
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 -0.09095417407951806
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 0.10009962210510019
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 -0.11133426359238932
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 0.12550966713649744
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 -0.14404989678670604
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 0.16955717701613895
%40 = add %39, %38
%41 = mul %0, %40
%42 = const f64 -0.20738555102861042
%43 = add %42, %41
%44 = mul %0, %43
%45 = const f64 0.27058080842771787
%46 = add %45, %44
%47 = mul %0, %46
%48 = const f64 -0.4006856343865315
%49 = add %48, %47
%50 = mul %0, %49
%51 = const f64 0.8224670334241133
%52 = add %51, %50
%53 = mul %0, %52
%54 = const f64 -0.5772156649015329
%55 = add %54, %53
return %55
}
`,
  "special.fits.generated.lgammaAt15": `func @special.fits.generated.lgammaAt15(%0: f64) -> (f64) {
%1 = const f64 -0.00016816792623728724
%2 = mul %0, %1
%3 = const f64 0.00027012807002572525
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 -0.00039413010206369275
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 0.0006410880201159736
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 -0.0010550033177893206
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 0.001745175160365432
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 -0.0029209678778614225
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 0.0049657246984027605
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 -0.008622603970362077
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 0.015435484235662433
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 -0.02895208188857112
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 0.05871212641625463
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 -0.1381327740390543
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 0.46740110027234116
%40 = add %39, %38
%41 = mul %0, %40
%42 = const f64 0.03648997397857652
%43 = add %42, %41
%44 = mul %0, %43
%45 = const f64 -0.12078223763524522
%46 = add %45, %44
return %46
}
`,
  "special.fits.generated.lgammaAt2": `func @special.fits.generated.lgammaAt2(%0: f64) -> (f64) {
%1 = const f64 0.000004590113462170465
%2 = mul %0, %1
%3 = const f64 -0.000009898930724798183
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 0.0000204885360931396
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 -0.00004488637446107695
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 0.00009945831233690223
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 -0.00022315646491052814
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 0.0005096695072081966
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 -0.0011927538742801083
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 0.0028905103309244426
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 -0.00738555102906437
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 0.02058080842778383
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 -0.06735230105319658
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 0.3224670334241132
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 0.42278433509846713
%40 = add %39, %38
return %40
}
`,
  "special.fits.generated.i0Tail": `func @special.fits.generated.i0Tail(%0: f64) -> (f64) {
%1 = const f64 642133.8253173741
%2 = mul %0, %1
%3 = const f64 -203849.6562008845
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 30548.47604695542
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 -2615.3980891658703
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 161.89165704701003
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 -3.502259520302714
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 0.8485775673156803
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 0.2254515557959762
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 0.09063952049509
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 0.04474192285773585
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 0.02921940668739822
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 0.028050629087312085
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 0.049867785050182384
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 0.3989422804014327
%40 = add %39, %38
return %40
}
`,
  "special.fits.generated.i1Tail": `func @special.fits.generated.i1Tail(%0: f64) -> (f64) {
%1 = const f64 -679626.9189907534
%2 = mul %0, %1
%3 = const f64 215686.34556007833
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 -32346.049322856124
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 2767.635483539064
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 -172.07405582137685
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 3.53344901725718
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 -0.9642008960754586
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 -0.2667999329818491
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 -0.11077573628425978
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 -0.057525394905340116
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 -0.040907168893182806
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 -0.046751048480920133
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 -0.14960335515054077
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 0.3989422804014327
%40 = add %39, %38
return %40
}
`,
  "special.fits.generated.gapFrom1": `func @special.fits.generated.gapFrom1(%0: f64) -> (f64) {
%1 = const f64 3.0396276452738964e-9
%2 = mul %0, %1
%3 = const f64 -2.2220285976366634e-8
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 1.48596371110415e-7
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 -9.366277205730858e-7
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 0.0000054409059755277515
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 -0.000028912420960405542
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 0.00013938043734201168
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 -0.0006034107839007425
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 0.0023169782535058386
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 -0.007769524281313588
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 0.022305870113253634
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 -0.053411346132100225
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 0.10287608667651436
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 -0.15076218498584823
%40 = add %39, %38
%41 = mul %0, %40
%42 = const f64 0.14839422163323265
%43 = add %42, %41
return %43
}
`,
  "special.fits.generated.gapFrom2": `func @special.fits.generated.gapFrom2(%0: f64) -> (f64) {
%1 = const f64 -3624603379.3956637
%2 = mul %0, %1
%3 = const f64 1176809019.6828675
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 225604678.42188746
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 -134814373.50007322
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 24395461.84322613
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 -7487496.041052919
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 2511245.2730102027
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 -208306.24934661004
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 -223971.02103239356
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 152840.32032875658
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 -60629.759582443905
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 15379.615642193286
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 -819.865723160732
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 -1583.89016151284
%40 = add %39, %38
%41 = mul %0, %40
%42 = const f64 982.7559263939951
%43 = add %42, %41
%44 = mul %0, %43
%45 = const f64 -313.11873572913214
%46 = add %45, %44
%47 = mul %0, %46
%48 = const f64 28.10065465694468
%49 = add %48, %47
%50 = mul %0, %49
%51 = const f64 29.391745808464936
%52 = add %51, %50
%53 = mul %0, %52
%54 = const f64 -17.670414328473615
%55 = add %54, %53
%56 = mul %0, %55
%57 = const f64 3.3324982261462868
%58 = add %57, %56
%59 = mul %0, %58
%60 = const f64 1.3783096590427795
%61 = add %60, %59
%62 = mul %0, %61
%63 = const f64 -0.9209425453375786
%64 = add %63, %62
%65 = mul %0, %64
%66 = const f64 -0.08946774429581592
%67 = add %66, %65
%68 = mul %0, %67
%69 = const f64 0.1685757063135896
%70 = add %69, %68
%71 = mul %0, %70
%72 = const f64 0.24275535780051377
%73 = add %72, %71
return %73
}
`,
  "special.fits.generated.gapFrom5": `func @special.fits.generated.gapFrom5(%0: f64) -> (f64) {
%1 = const f64 -3624362965514115000
%2 = mul %0, %1
%3 = const f64 491663179699805250
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 90945268353221870
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 -19173689882323132
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 84638737926296.8
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 243538401549470.28
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 -28209993211252.656
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 900128165185.9194
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 288246656234.7372
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 -62990244066.454346
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 4116546883.797028
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 591996010.0323923
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 -150264104.31195235
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 6657213.186214892
%40 = add %39, %38
%41 = mul %0, %40
%42 = const f64 2062404.4450811548
%43 = add %42, %41
%44 = mul %0, %43
%45 = const f64 -308934.970645935
%46 = add %45, %44
%47 = mul %0, %46
%48 = const f64 -15828.833431711086
%49 = add %48, %47
%50 = mul %0, %49
%51 = const f64 6648.185717316802
%52 = add %51, %50
%53 = mul %0, %52
%54 = const f64 126.9277277144639
%55 = add %54, %53
%56 = mul %0, %55
%57 = const f64 -128.1521228007095
%58 = add %57, %56
%59 = mul %0, %58
%60 = const f64 -9.187587927233174
%61 = add %60, %59
%62 = mul %0, %61
%63 = const f64 1.567212127063664
%64 = add %63, %62
%65 = mul %0, %64
%66 = const f64 0.5275269195877496
%67 = add %66, %65
%68 = mul %0, %67
%69 = const f64 0.16082084659772006
%70 = add %69, %68
%71 = mul %0, %70
%72 = const f64 0.10152668164468585
%73 = add %72, %71
%74 = mul %0, %73
%75 = const f64 0.21069628377725416
%76 = add %75, %74
return %76
}
`,
  "special.fits.generated.gapTail": `func @special.fits.generated.gapTail(%0: f64) -> (f64) {
%1 = const f64 -79064331277.03789
%2 = mul %0, %1
%3 = const f64 37011252985.57298
%4 = add %3, %2
%5 = mul %0, %4
%6 = const f64 -7753355087.201676
%7 = add %6, %5
%8 = mul %0, %7
%9 = const f64 967311887.9143846
%10 = add %9, %8
%11 = mul %0, %10
%12 = const f64 -80214983.78014089
%13 = add %12, %11
%14 = mul %0, %13
%15 = const f64 4677252.141889951
%16 = add %15, %14
%17 = mul %0, %16
%18 = const f64 -196373.28153332896
%19 = add %18, %17
%20 = mul %0, %19
%21 = const f64 6157.817023690537
%22 = add %21, %20
%23 = mul %0, %22
%24 = const f64 -116.35178212729869
%25 = add %24, %23
%26 = mul %0, %25
%27 = const f64 7.4151493887973015
%28 = add %27, %26
%29 = mul %0, %28
%30 = const f64 1.4583397431808607
%31 = add %30, %29
%32 = mul %0, %31
%33 = const f64 0.49852757787868324
%34 = add %33, %32
%35 = mul %0, %34
%36 = const f64 0.2013388515336658
%37 = add %36, %35
%38 = mul %0, %37
%39 = const f64 0.10226792209789051
%40 = add %39, %38
%41 = mul %0, %40
%42 = const f64 0.07012657272092869
%43 = add %42, %41
%44 = mul %0, %43
%45 = const f64 0.07480167757527248
%46 = add %45, %44
%47 = mul %0, %46
%48 = const f64 0.19947114020071635
%49 = add %48, %47
return %49
}
`,
  "special.gamma.gamma": `func @special.gamma.gamma(%0: f64) -> (f64) {
%1 = ne %0, %0
%2 = if %1 {
%3 = const bool 1
yield %3
} {
%4 = const f64 0
%5 = eq %0, %4
yield %5
}
%6 = if %2 {
%7 = const f64 1
%8 = div %7, %0
yield %8
} {
%9 = const f64 172
%10 = gt %0, %9
%11 = if %10 {
%12 = const f64 Infinity
yield %12
} {
%13 = floor %0
%14 = const f64 0
%15 = lt %0, %14
%16 = if %15 {
%17 = eq %13, %0
yield %17
} {
%18 = const bool 0
yield %18
}
%19 = if %16 {
%20 = const f64 NaN
yield %20
} {
%21 = const f64 -190
%22 = lt %0, %21
%23 = if %22 {
%24 = const f64 2
%25 = rem %13, %24
%26 = eq %25, %14
%27 = if %26 {
yield %14
} {
%28 = const f64 -0
yield %28
}
yield %27
} {
%29 = sub %0, %13
%30 = const f64 1
%31 = add %29, %30
%32 = const f64 1.5
%33 = lt %31, %32
%34 = if %33 {
%35 = const f64 1.25
%36 = sub %31, %35
%37: f64 = call @special.fits.generated.gammaFrom1 %36
yield %37
} {
%38 = const f64 1.75
%39 = sub %31, %38
%40: f64 = call @special.fits.generated.gammaFrom15 %39
yield %40
}
%41 = ge %0, %30
%42 = if %41 {
%43 = sub %13, %30
%44 = const f64 7.888609052210118e-31
%45: f64 = call @special.products.rising %31, %43, %44
%46 = mul %34, %45
%47 = const f64 1.2676506002282294e+30
%48 = mul %46, %47
yield %48
} {
%49 = sub %30, %13
%50 = const f64 6.223015277861142e-61
%51: f64 = call @special.products.rising %0, %49, %50
%52 = div %34, %51
%53 = mul %52, %50
yield %53
}
yield %42
}
yield %23
}
yield %19
}
yield %11
}
return %6
}
`,
  "special.gamma.lgammaNear": `func @special.gamma.lgammaNear(%0: f64) -> (f64) {
%1 = const f64 1.25
%2 = lt %0, %1
%3 = if %2 {
%4 = const f64 1
%5 = sub %0, %4
%6: f64 = call @special.fits.generated.lgammaAt1 %5
%7 = mul %5, %6
yield %7
} {
%8 = const f64 1.75
%9 = lt %0, %8
%10 = if %9 {
%11 = const f64 1.5
%12 = sub %0, %11
%13: f64 = call @special.fits.generated.lgammaAt15 %12
yield %13
} {
%14 = const f64 2
%15 = sub %0, %14
%16: f64 = call @special.fits.generated.lgammaAt2 %15
%17 = mul %15, %16
yield %17
}
yield %10
}
return %3
}
`,
  "special.gamma.stirling": `func @special.gamma.stirling(%0: f64) -> (f64) {
%1 = mul %0, %0
%2 = const f64 1
%3 = div %2, %1
%4 = const f64 0.17964437236883057
%5 = mul %3, %4
%6 = const f64 -0.029550653594771242
%7 = add %6, %5
%8 = mul %3, %7
%9 = const f64 0.00641025641025641
%10 = add %9, %8
%11 = mul %3, %10
%12 = const f64 -0.0019175269175269176
%13 = add %12, %11
%14 = mul %3, %13
%15 = const f64 0.0008417508417508417
%16 = add %15, %14
%17 = mul %3, %16
%18 = const f64 -0.0005952380952380953
%19 = add %18, %17
%20 = mul %3, %19
%21 = const f64 0.0007936507936507937
%22 = add %21, %20
%23 = mul %3, %22
%24 = const f64 -0.002777777777777778
%25 = add %24, %23
%26 = mul %3, %25
%27 = const f64 0.08333333333333333
%28 = add %27, %26
%29 = div %28, %0
return %29
}
`,
  "special.gamma.lgammaAbove": `func @special.gamma.lgammaAbove(%0: f64) -> (f64) {
%1 = const f64 10
%2 = ge %0, %1
%3 = if %2 {
%4 = const f64 0.5
%5 = sub %0, %4
%6 = log %0
%7 = const f64 1
%8 = sub %6, %7
%9 = mul %5, %8
%10: f64 = call @special.gamma.stirling %0
%11 = const f64 0.4189385332046728
%12 = add %11, %10
%13 = add %9, %12
yield %13
} {
%14 = const f64 2.25
%15 = ge %0, %14
%16 = if %15 {
%17 = const f64 1.25
%18 = sub %0, %17
%19 = floor %18
%20 = sub %0, %19
%21 = const f64 1
%22: f64 = call @special.products.rising %20, %19, %21
%23 = log %22
%24: f64 = call @special.gamma.lgammaNear %20
%25 = add %23, %24
yield %25
} {
%26 = const f64 0.75
%27 = ge %0, %26
%28 = if %27 {
%29: f64 = call @special.gamma.lgammaNear %0
yield %29
} {
%30 = const f64 0.5
%31 = sub %0, %30
%32: f64 = call @special.fits.generated.lgammaAt15 %31
%33 = log %0
%34 = sub %32, %33
yield %34
}
yield %28
}
yield %16
}
return %3
}
`,
  "special.gamma.lgamma": `func @special.gamma.lgamma(%0: f64) -> (f64) {
%1 = const f64 0.25
%2 = gt %0, %1
%3 = if %2 {
%4: f64 = call @special.gamma.lgammaAbove %0
yield %4
} {
%5 = const f64 -0.25
%6 = ge %0, %5
%7 = if %6 {
%8: f64 = call @special.fits.generated.lgammaAt1 %0
%9 = mul %0, %8
%10 = abs %0
%11 = log %10
%12 = sub %9, %11
yield %12
} {
%13 = const f64 -19
%14 = gt %0, %13
%15 = if %14 {
%16 = const f64 2.25
%17 = sub %16, %0
%18 = floor %17
%19 = add %0, %18
%20: f64 = call @special.gamma.lgammaNear %19
%21 = const f64 1
%22: f64 = call @special.products.rising %0, %18, %21
%23 = abs %22
%24 = log %23
%25 = sub %20, %24
%26 = abs %25
%27 = const f64 0.3
%28 = lt %26, %27
%29 = if %28 {
%30: f64 = call @special.gamma.lgammaAtRoot %0, %25
yield %30
} {
yield %25
}
yield %29
} {
%31 = const f64 -Infinity
%32 = eq %0, %31
%33 = if %32 {
%34 = const f64 Infinity
yield %34
} {
%35 = ne %0, %0
%36 = if %35 {
yield %0
} {
%37: f64 = call @special.products.sinPi %0
%38 = mul %0, %37
%39 = abs %38
%40 = log %39
%41 = const f64 1.1447298858494002
%42 = sub %41, %40
%43 = neg %0
%44: f64 = call @special.gamma.lgammaAbove %43
%45 = sub %42, %44
yield %45
}
yield %36
}
yield %33
}
yield %15
}
yield %7
}
return %3
}
`,
  "special.gamma.lgammaAtRoot": `func @special.gamma.lgammaAtRoot(%0: f64, %1: f64) -> (f64) {
%2 = neg %0
%3 = ceil %2
%4 = const f64 3
%5 = eq %3, %4
%6, %7, %8, %9, %10, %11 = if %5 {
%12 = const f64 -2.4570247382208006
%13 = const f64 -3.7075610815513266e-17
%14 = const f64 -2.7476826467274127
%15 = const f64 9.055340329338315e-17
%16 = const f64 0
%17 = const bool 0
yield %12, %13, %14, %15, %16, %17
} {
%18 = const f64 4
%19 = eq %3, %18
%20, %21, %22, %23, %24, %25 = if %19 {
%26 = const f64 -3.14358088834998
%27 = const f64 -2.1818179852331714e-16
%28 = const f64 -3.955294284858598
%29 = const f64 -1.999428391746348e-17
%30 = const f64 0
%31 = const bool 0
yield %26, %27, %28, %29, %30, %31
} {
%32 = const f64 5
%33 = eq %3, %32
%34, %35, %36, %37, %38, %39 = if %33 {
%40 = const f64 -4.039361839740537
%41 = const f64 2.1143995503980602e-16
%42 = const f64 -4.991544640560048
%43 = const f64 1.5174411760571722e-16
%44 = const f64 0
%45 = const bool 0
yield %40, %41, %42, %43, %44, %45
} {
%46 = const f64 6
%47 = eq %3, %46
%48, %49, %50, %51, %52, %53 = if %47 {
%54 = const f64 -5.0082181683225935
%55 = const f64 -4.3926353491015815e-17
%56 = const f64 -5.998607480080875
%57 = const f64 -3.311862478893795e-16
%58 = const f64 0
%59 = const bool 0
yield %54, %55, %56, %57, %58, %59
} {
%60 = const f64 7
%61 = eq %3, %60
%62, %63, %64, %65, %66, %67 = if %61 {
%68 = const f64 -6.001385294453155
%69 = const f64 6.415847287933042e-17
%70 = const f64 -6.999801507890638
%71 = const f64 1.0550130037400023e-17
%72 = const f64 0
%73 = const bool 0
yield %68, %69, %70, %71, %72, %73
} {
%74 = const f64 8
%75 = eq %3, %74
%76, %77, %78, %79, %80, %81 = if %75 {
%82 = const f64 -7.000198333407325
%83 = const f64 2.504354173632409e-16
%84 = const f64 -7.999975197095821
%85 = const f64 -5.261737128572354e-17
%86 = const f64 0
%87 = const bool 0
yield %82, %83, %84, %85, %86, %87
} {
%88 = const f64 9
%89 = eq %3, %88
%90, %91, %92, %93, %94, %95 = if %89 {
%96 = const f64 -8.000024800270682
%97 = const f64 -4.354586297860107e-16
%98 = const f64 -8.999997244250977
%99 = const f64 -2.2185620509727132e-16
%100 = const f64 0
%101 = const bool 0
yield %96, %97, %98, %99, %100, %101
} {
%102 = const f64 10
%103 = eq %3, %102
%104 = ne %3, %102
%105, %106, %107, %108, %109 = if %103 {
%110 = const f64 -9.000002755714823
%111 = const f64 -9.491348611623208e-17
%112 = const f64 -9.99999972442663
%113 = const f64 4.883037618642443e-16
%114 = const f64 0
yield %110, %111, %112, %113, %114
} {
%115 = const f64 0
yield %115, %115, %115, %115, %1
}
yield %105, %106, %107, %108, %109, %104
}
yield %90, %91, %92, %93, %94, %95
}
yield %76, %77, %78, %79, %80, %81
}
yield %62, %63, %64, %65, %66, %67
}
yield %48, %49, %50, %51, %52, %53
}
yield %34, %35, %36, %37, %38, %39
}
yield %20, %21, %22, %23, %24, %25
}
%116 = if %11 {
yield %10
} {
%117 = sub %0, %6
%118 = abs %117
%119 = sub %0, %8
%120 = abs %119
%121 = lt %118, %120
%122 = select %121, %6, %8
%123 = select %121, %7, %9
%124 = sub %0, %122
%125 = sub %124, %123
%126 = const i32 0
%127 = const i32 30
%128 = const f64 0
%129 = for {step: 1} %126, %127, %128 { (%130: i32, %131: f64)
%132 = to_f64 %130
%133 = add %122, %132
%134 = add %133, %123
%135 = div %125, %134
%136 = log1p %135
%137 = add %131, %136
yield %137
}
%138 = const f64 30
%139 = add %122, %138
%140 = add %139, %123
%141 = add %140, %125
%142 = const f64 0.5
%143 = sub %140, %142
%144 = div %125, %140
%145 = log1p %144
%146 = mul %143, %145
%147 = log %141
%148 = const f64 1
%149 = sub %147, %148
%150 = mul %125, %149
%151 = add %146, %150
%152 = div %148, %140
%153 = div %148, %141
%154: f64 = call @special.gamma.stirlingDifference %152, %153, %125
%155 = add %151, %154
%156 = sub %155, %129
yield %156
}
return %116
}
`,
  "special.gamma.stirlingDifference": `func @special.gamma.stirlingDifference(%0: f64, %1: f64, %2: f64) -> (f64) {
%3 = mul %0, %0
%4 = mul %0, %1
%5 = add %3, %4
%6 = mul %1, %1
%7 = add %5, %6
%8 = const f64 4
%9 = pow %0, %8
%10 = mul %4, %7
%11 = add %9, %10
%12 = pow %1, %8
%13 = add %11, %12
%14 = const f64 6
%15 = pow %0, %14
%16 = mul %4, %13
%17 = add %15, %16
%18 = pow %1, %14
%19 = add %17, %18
%20 = const f64 0.002777777777777778
%21 = mul %20, %7
%22 = const f64 0.08333333333333333
%23 = sub %22, %21
%24 = const f64 0.0007936507936507937
%25 = mul %24, %13
%26 = add %23, %25
%27 = neg %2
%28 = mul %27, %0
%29 = mul %28, %1
%30 = const f64 0.0005952380952380953
%31 = mul %30, %19
%32 = sub %26, %31
%33 = mul %29, %32
return %33
}
`,
  "special.gamma.digammaAbove": `func @special.gamma.digammaAbove(%0: f64) -> (f64) {
%1 = const f64 12
%2 = ge %0, %1
%3 = if %2 {
%4 = mul %0, %0
%5 = const f64 1
%6 = div %5, %4
%7 = const f64 0.4432598039215686
%8 = mul %6, %7
%9 = const f64 -0.08333333333333333
%10 = add %9, %8
%11 = mul %6, %10
%12 = const f64 0.021092796092796094
%13 = add %12, %11
%14 = mul %6, %13
%15 = const f64 0.007575757575757576
%16 = sub %15, %14
%17 = mul %6, %16
%18 = const f64 -0.004166666666666667
%19 = add %18, %17
%20 = mul %6, %19
%21 = const f64 0.003968253968253968
%22 = add %21, %20
%23 = mul %6, %22
%24 = const f64 -0.008333333333333333
%25 = add %24, %23
%26 = mul %6, %25
%27 = const f64 0.08333333333333333
%28 = add %27, %26
%29 = log %0
%30 = const f64 0.5
%31 = div %30, %0
%32 = sub %29, %31
%33 = mul %6, %28
%34 = sub %32, %33
yield %34
} {
%35 = const f64 1.4616321449683622
%36 = const f64 9.549995429965697e-17
%37: f64 = call @special.gamma.digammaFrom %0, %35, %36
yield %37
}
return %3
}
`,
  "special.gamma.digamma": `func @special.gamma.digamma(%0: f64) -> (f64) {
%1 = const f64 1
%2 = ge %0, %1
%3 = if %2 {
%4: f64 = call @special.gamma.digammaAbove %0
yield %4
} {
%5 = const f64 0
%6 = gt %0, %5
%7 = if %6 {
%8 = add %0, %1
%9: f64 = call @special.gamma.digammaAbove %8
%10 = div %1, %0
%11 = sub %9, %10
yield %11
} {
%12 = eq %0, %5
%13 = if %12 {
%14 = const f64 -1
%15 = div %14, %0
yield %15
} {
%16 = const f64 -Infinity
%17 = gt %0, %16
%18 = if %17 {
%19 = floor %0
%20 = eq %19, %0
yield %20
} {
%21 = const bool 1
yield %21
}
%22 = if %18 {
%23 = const f64 NaN
yield %23
} {
%24 = sub %1, %0
%25: f64 = call @special.gamma.digammaAbove %24
%26: f64 = call @special.products.piCotPi %0
%27 = sub %25, %26
%28 = abs %27
%29 = lt %28, %1
%30 = if %29 {
%31 = const f64 -12
%32 = gt %0, %31
yield %32
} {
%33 = const bool 0
yield %33
}
%34 = if %30 {
%35: f64 = call @special.gamma.digammaAtRoot %0
yield %35
} {
yield %27
}
yield %34
}
yield %22
}
yield %13
}
yield %7
}
return %3
}
`,
  "special.gamma.digammaFrom": `func @special.gamma.digammaFrom(%0: f64, %1: f64, %2: f64) -> (f64) {
%3 = sub %0, %1
%4 = sub %3, %2
%5 = const f64 12
%6 = sub %5, %1
%7 = ceil %6
%8 = const i32 0
%9 = const f64 2147483647
%10 = gt %7, %9
if %10 {
fail {code: "NB4006", message: "a loop that counts beyond 2147483647"}
yield
} {
yield
}
%11 = clamp_i32 %7
%12 = ne %7, %7
%13 = select %12, %8, %11
%14 = const f64 0
%15 = for {step: 1} %8, %13, %14 { (%16: i32, %17: f64)
%18 = to_f64 %16
%19 = add %0, %18
%20 = add %1, %18
%21 = add %20, %2
%22 = mul %19, %21
%23 = div %4, %22
%24 = add %17, %23
yield %24
}
%25 = add %1, %7
%26 = add %25, %2
%27 = const f64 1
%28 = div %27, %26
%29 = add %0, %7
%30 = div %27, %29
%31 = add %28, %30
%32 = mul %28, %28
%33 = mul %30, %30
%34 = add %32, %33
%35 = mul %31, %34
%36 = const f64 4
%37 = pow %28, %36
%38 = mul %32, %30
%39 = mul %38, %30
%40 = add %37, %39
%41 = pow %30, %36
%42 = add %40, %41
%43 = mul %31, %42
%44 = add %37, %41
%45 = mul %35, %44
%46 = const f64 8
%47 = pow %28, %46
%48 = const f64 6
%49 = pow %28, %48
%50 = mul %49, %30
%51 = mul %50, %30
%52 = add %47, %51
%53 = mul %37, %41
%54 = add %52, %53
%55 = pow %30, %48
%56 = mul %32, %55
%57 = add %54, %56
%58 = pow %30, %46
%59 = add %57, %58
%60 = mul %31, %59
%61 = add %49, %55
%62 = mul %43, %61
%63 = pow %28, %5
%64 = const f64 10
%65 = pow %28, %64
%66 = mul %65, %30
%67 = mul %66, %30
%68 = add %63, %67
%69 = mul %47, %41
%70 = add %68, %69
%71 = mul %49, %55
%72 = add %70, %71
%73 = mul %37, %58
%74 = add %72, %73
%75 = pow %30, %64
%76 = mul %32, %75
%77 = add %74, %76
%78 = pow %30, %5
%79 = add %77, %78
%80 = mul %31, %79
%81 = const f64 0.08333333333333333
%82 = mul %81, %31
%83 = const f64 0.5
%84 = add %83, %82
%85 = const f64 0.008333333333333333
%86 = mul %85, %35
%87 = sub %84, %86
%88 = const f64 0.003968253968253968
%89 = mul %88, %43
%90 = add %87, %89
%91 = const f64 0.004166666666666667
%92 = mul %91, %45
%93 = sub %90, %92
%94 = const f64 0.007575757575757576
%95 = mul %94, %60
%96 = add %93, %95
%97 = const f64 0.021092796092796094
%98 = mul %97, %62
%99 = sub %96, %98
%100 = mul %81, %80
%101 = add %99, %100
%102 = mul %4, %28
%103 = log1p %102
%104 = mul %102, %30
%105 = mul %104, %101
%106 = add %103, %105
%107 = add %15, %106
return %107
}
`,
  "special.gamma.digammaAtRoot": `func @special.gamma.digammaAtRoot(%0: f64) -> (f64) {
%1 = const f64 -1
%2 = gt %0, %1
%3 = if %2 {
%4 = const f64 -0.5040830082644554
%5 = const f64 -8.15428206243813e-18
%6: f64 = call @special.gamma.digammaFrom %0, %4, %5
yield %6
} {
%7 = const f64 -2
%8 = gt %0, %7
%9 = if %8 {
%10 = const f64 -1.5734984731623904
%11 = const f64 -1.574185691077347e-17
%12: f64 = call @special.gamma.digammaFrom %0, %10, %11
yield %12
} {
%13 = const f64 -3
%14 = gt %0, %13
%15 = if %14 {
%16 = const f64 -2.6107208684441447
%17 = const f64 9.881960746978353e-17
%18: f64 = call @special.gamma.digammaFrom %0, %16, %17
yield %18
} {
%19 = const f64 -4
%20 = gt %0, %19
%21 = if %20 {
%22 = const f64 -3.635293366436901
%23 = const f64 5.454396163173039e-17
%24: f64 = call @special.gamma.digammaFrom %0, %22, %23
yield %24
} {
%25 = const f64 -5
%26 = gt %0, %25
%27 = if %26 {
%28 = const f64 -4.653237761743142
%29 = const f64 -2.5492686201468193e-16
%30: f64 = call @special.gamma.digammaFrom %0, %28, %29
yield %30
} {
%31 = const f64 -6
%32 = gt %0, %31
%33 = if %32 {
%34 = const f64 -5.6671624415568855
%35 = const f64 -3.2153051074948335e-18
%36: f64 = call @special.gamma.digammaFrom %0, %34, %35
yield %36
} {
%37 = const f64 -7
%38 = gt %0, %37
%39 = if %38 {
%40 = const f64 -6.678418213073427
%41 = const f64 3.470798723495241e-16
%42: f64 = call @special.gamma.digammaFrom %0, %40, %41
yield %42
} {
%43 = const f64 -8
%44 = gt %0, %43
%45 = if %44 {
%46 = const f64 -7.687788325031626
%47 = const f64 -1.351562494643672e-16
%48: f64 = call @special.gamma.digammaFrom %0, %46, %47
yield %48
} {
%49 = const f64 -9
%50 = gt %0, %49
%51 = if %50 {
%52 = const f64 -8.695764163816401
%53 = const f64 -3.2859903716289447e-16
%54: f64 = call @special.gamma.digammaFrom %0, %52, %53
yield %54
} {
%55 = const f64 -10
%56 = gt %0, %55
%57 = if %56 {
%58 = const f64 -9.702672540001863
%59 = const f64 -3.2563178405401477e-16
%60: f64 = call @special.gamma.digammaFrom %0, %58, %59
yield %60
} {
%61 = const f64 -11
%62 = gt %0, %61
%63 = if %62 {
%64 = const f64 -10.708740838254144
%65 = const f64 -6.287211750540301e-16
%66: f64 = call @special.gamma.digammaFrom %0, %64, %65
yield %66
} {
%67 = const f64 -11.714133061228955
%68 = const f64 8.598250154343834e-16
%69: f64 = call @special.gamma.digammaFrom %0, %67, %68
yield %69
}
yield %63
}
yield %57
}
yield %51
}
yield %45
}
yield %39
}
yield %33
}
yield %27
}
yield %21
}
yield %15
}
yield %9
}
return %3
}
`,
  "special.incomplete-beta.remainder": `func @special.incomplete-beta.remainder(%0: f64) -> (f64) {
%1 = const f64 10
%2 = ge %0, %1
%3 = if %2 {
%4: f64 = call @special.gamma.stirling %0
yield %4
} {
%5: f64 = call @special.gamma.lgamma %0
%6 = const f64 0.5
%7 = sub %0, %6
%8 = log %0
%9 = mul %7, %8
%10 = sub %9, %0
%11 = const f64 0.9189385332046728
%12 = add %10, %11
%13 = sub %5, %12
yield %13
}
return %3
}
`,
  "special.incomplete-beta.excessOf": `func @special.incomplete-beta.excessOf(%0: f64, %1: f64) -> (f64) {
%2 = const f64 0.5
%3 = lt %1, %2
%4 = if %3 {
%5 = log %1
%6 = sub %0, %5
yield %6
} {
%7: f64 = call @special.incomplete-gamma.excess %0
yield %7
}
return %4
}
`,
  "special.incomplete-beta.front": `func @special.incomplete-beta.front(%0: f64, %1: f64, %2: f64) -> (f64) {
%3 = add %0, %1
%4 = const f64 1
%5 = sub %4, %2
%6 = const f64 170
%7 = lt %3, %6
%8 = if %7 {
%9 = pow %2, %0
%10 = pow %5, %1
%11 = mul %9, %10
yield %11
} {
%12 = const f64 0
yield %12
}
%13 = const f64 1e-290
%14 = gt %8, %13
%15, %16 = if %14 {
%17 = const f64 0.5
%18 = lt %2, %17
%19 = if %18 {
%20 = sub %4, %5
%21 = sub %20, %2
yield %21
} {
%22 = const f64 0
yield %22
}
%23: f64 = call @special.gamma.gamma %3
%24: f64 = call @special.gamma.gamma %0
%25 = div %23, %24
%26: f64 = call @special.gamma.gamma %1
%27 = div %25, %26
%28 = mul %27, %8
%29 = gt %0, %1
%30 = if %29 {
%31 = sub %3, %0
%32 = sub %1, %31
yield %32
} {
%33 = sub %3, %1
%34 = sub %0, %33
yield %34
}
%35 = const f64 2
%36 = gt %3, %35
%37 = if %36 {
%38 = sub %3, %17
%39 = log %38
yield %39
} {
%40 = const f64 0
yield %40
}
%41 = const f64 Infinity
%42 = lt %28, %41
%43 = if %42 {
%44 = mul %1, %19
%45 = div %44, %5
%46 = add %4, %45
%47 = mul %30, %37
%48 = add %46, %47
%49 = mul %28, %48
yield %49
} {
%50 = const f64 0
yield %50
}
yield %43, %42
} {
%51 = const f64 0
%52 = const bool 0
yield %51, %52
}
%53 = if %16 {
yield %15
} {
%54 = mul %1, %2
%55 = mul %0, %5
%56 = sub %54, %55
%57 = neg %0
%58 = div %56, %0
%59 = mul %2, %3
%60 = div %59, %0
%61: f64 = call @special.incomplete-beta.excessOf %58, %60
%62 = mul %57, %61
%63 = neg %56
%64 = div %63, %1
%65 = mul %5, %3
%66 = div %65, %1
%67: f64 = call @special.incomplete-beta.excessOf %64, %66
%68 = mul %1, %67
%69 = sub %62, %68
%70: f64 = call @special.incomplete-beta.remainder %3
%71: f64 = call @special.incomplete-beta.remainder %0
%72 = sub %70, %71
%73: f64 = call @special.incomplete-beta.remainder %1
%74 = sub %72, %73
%75 = add %69, %74
%76 = exp %75
%77 = mul %0, %1
%78 = div %77, %3
%79 = sqrt %78
%80 = mul %76, %79
%81 = const f64 0.3989422804014327
%82 = mul %80, %81
yield %82
}
return %53
}
`,
  "special.incomplete-beta.powerSeries": `func @special.incomplete-beta.powerSeries(%0: f64, %1: f64, %2: f64) -> (f64) {
%3 = const f64 1
%4 = div %3, %0
%5 = const f64 5000
%6, %7, %8 = loop %3, %3, %4 { (%9: f64, %10: f64, %11: f64)
%12 = lt %9, %5
%13, %14, %15, %16 = if %12 {
%17 = sub %9, %1
%18 = div %17, %9
%19 = mul %18, %2
%20 = mul %10, %19
%21 = add %0, %9
%22 = div %20, %21
%23 = add %11, %22
%24 = abs %22
%25 = const f64 1e-17
%26 = mul %25, %23
%27 = lt %24, %26
%28 = not %27
%29 = if %27 {
yield %9
} {
%30 = add %9, %3
yield %30
}
yield %28, %20, %23, %29
} {
%31 = const bool 0
yield %31, %10, %11, %9
}
yield %13, %16, %14, %15
}
return %8
}
`,
  "special.incomplete-beta.fraction": `func @special.incomplete-beta.fraction(%0: f64, %1: f64, %2: f64) -> (f64) {
%3 = const f64 1
%4 = const f64 0
%5 = const f64 200000
%6, %7, %8, %9 = loop %3, %4, %3, %3 { (%10: f64, %11: f64, %12: f64, %13: f64)
%14 = lt %10, %5
%15, %16, %17, %18, %19 = if %14 {
%20 = const f64 2
%21 = const f64 0.5
%22 = mul %10, %21
%23 = floor %22
%24 = rem %10, %20
%25 = eq %24, %4
%26 = if %25 {
%27 = neg %23
%28 = sub %1, %23
%29 = mul %27, %28
yield %29
} {
%30 = add %0, %23
%31 = add %0, %1
%32 = add %31, %23
%33 = mul %30, %32
yield %33
}
%34 = add %0, %10
%35 = sub %34, %3
%36 = div %26, %35
%37 = div %2, %34
%38 = mul %36, %37
%39 = add %3, %11
%40 = mul %38, %39
%41 = sub %3, %40
%42 = div %40, %41
%43 = mul %12, %42
%44 = add %13, %43
%45 = abs %43
%46 = abs %44
%47 = const f64 1e-17
%48 = mul %47, %46
%49 = lt %45, %48
%50 = not %49
%51 = if %49 {
yield %10
} {
%52 = add %10, %3
yield %52
}
yield %50, %42, %43, %44, %51
} {
%53 = const bool 0
yield %53, %11, %12, %13, %10
}
yield %15, %19, %16, %17, %18
}
%54 = div %9, %0
return %54
}
`,
  "special.incomplete-beta.betainc": `func @special.incomplete-beta.betainc(%0: f64, %1: f64, %2: f64) -> (f64) {
%3 = const f64 0
%4 = gt %0, %3
%5 = if %4 {
%6 = gt %1, %3
yield %6
} {
%7 = const bool 0
yield %7
}
%8 = if %5 {
%9 = ge %2, %3
yield %9
} {
%10 = const bool 0
yield %10
}
%11 = if %8 {
%12 = const f64 1
%13 = le %2, %12
yield %13
} {
%14 = const bool 0
yield %14
}
%15 = if %11 {
%16 = eq %2, %3
%17 = if %16 {
%18 = const bool 1
yield %18
} {
%19 = const f64 1
%20 = eq %2, %19
yield %20
}
%21 = if %17 {
yield %2
} {
%22 = const f64 1
%23 = sub %22, %2
%24: f64 = call @special.incomplete-beta.front %0, %1, %2
%25 = le %1, %22
%26 = if %25 {
%27 = const f64 0.95
%28 = le %2, %27
yield %28
} {
%29 = const bool 0
yield %29
}
%30 = if %26 {
%31 = neg %1
%32 = pow %23, %31
%33 = mul %24, %32
%34: f64 = call @special.incomplete-beta.powerSeries %0, %1, %2
%35 = mul %33, %34
yield %35
} {
%36 = le %0, %22
%37 = if %36 {
%38 = const f64 0.95
%39 = le %23, %38
yield %39
} {
%40 = const bool 0
yield %40
}
%41 = if %37 {
%42 = const f64 0.5
%43 = gt %2, %42
yield %43
} {
%44 = const bool 0
yield %44
}
%45 = if %41 {
%46 = neg %0
%47 = pow %2, %46
%48 = mul %24, %47
%49: f64 = call @special.incomplete-beta.powerSeries %1, %0, %23
%50 = mul %48, %49
%51 = sub %22, %50
yield %51
} {
%52 = add %0, %22
%53 = add %0, %1
%54 = const f64 2
%55 = add %53, %54
%56 = div %52, %55
%57 = le %2, %56
%58 = if %57 {
%59: f64 = call @special.incomplete-beta.fraction %0, %1, %2
%60 = mul %24, %59
yield %60
} {
%61: f64 = call @special.incomplete-beta.fraction %1, %0, %23
%62 = mul %24, %61
%63 = sub %22, %62
yield %63
}
yield %58
}
yield %45
}
yield %30
}
yield %21
} {
%64 = const f64 NaN
yield %64
}
return %15
}
`,
  "special.incomplete-beta.betaDensity": `func @special.incomplete-beta.betaDensity(%0: f64, %1: f64, %2: f64) -> (f64) {
%3 = const f64 0
%4 = gt %0, %3
%5 = if %4 {
%6 = gt %1, %3
yield %6
} {
%7 = const bool 0
yield %7
}
%8 = if %5 {
%9 = ge %2, %3
yield %9
} {
%10 = const bool 0
yield %10
}
%11 = if %8 {
%12 = const f64 1
%13 = le %2, %12
yield %13
} {
%14 = const bool 0
yield %14
}
%15 = if %11 {
%16 = eq %2, %3
%17 = if %16 {
%18 = const f64 1
%19 = lt %0, %18
%20 = if %19 {
%21 = const f64 Infinity
yield %21
} {
%22 = eq %0, %18
%23 = select %22, %1, %3
yield %23
}
yield %20
} {
%24 = const f64 1
%25 = eq %2, %24
%26 = if %25 {
%27 = lt %1, %24
%28 = if %27 {
%29 = const f64 Infinity
yield %29
} {
%30 = eq %1, %24
%31 = select %30, %0, %3
yield %31
}
yield %28
} {
%32: f64 = call @special.incomplete-beta.front %0, %1, %2
%33 = div %32, %2
%34 = sub %24, %2
%35 = div %33, %34
yield %35
}
yield %26
}
yield %17
} {
%36 = const f64 NaN
yield %36
}
return %15
}
`,
  "special.incomplete-gamma.excess": `func @special.incomplete-gamma.excess(%0: f64) -> (f64) {
%1 = const f64 2
%2 = add %1, %0
%3 = div %0, %2
%4 = abs %3
%5 = const f64 0.2
%6 = gt %4, %5
%7 = if %6 {
%8 = log1p %0
%9 = sub %0, %8
yield %9
} {
%10 = mul %3, %3
%11 = const f64 5
%12 = const f64 1
%13 = const f64 0.3333333333333333
%14 = const f64 40
%15, %16, %17 = loop %11, %12, %13 { (%18: f64, %19: f64, %20: f64)
%21 = lt %18, %14
%22, %23, %24, %25 = if %21 {
%26 = mul %19, %10
%27 = div %26, %18
%28 = add %20, %27
%29 = const f64 1e-18
%30 = lt %26, %29
%31 = not %30
%32 = if %30 {
yield %18
} {
%33 = add %18, %1
yield %33
}
yield %31, %26, %28, %32
} {
%34 = const bool 0
yield %34, %19, %20, %18
}
yield %22, %25, %23, %24
}
%35 = mul %1, %10
%36 = mul %35, %17
%37 = sub %0, %36
%38 = mul %3, %37
yield %38
}
return %7
}
`,
  "special.incomplete-gamma.front": `func @special.incomplete-gamma.front(%0: f64, %1: f64, %2: f64) -> (f64) {
%3 = const f64 150
%4 = lt %0, %3
%5 = if %4 {
%6 = const f64 700
%7 = lt %1, %6
yield %7
} {
%8 = const bool 0
yield %8
}
%9 = if %5 {
%10 = pow %1, %0
yield %10
} {
%11 = const f64 0
yield %11
}
%12 = const f64 1e-290
%13 = gt %9, %12
%14 = if %13 {
%15 = const f64 1e+290
%16 = lt %9, %15
yield %16
} {
%17 = const bool 0
yield %17
}
%18 = if %14 {
%19 = const f64 -0.5
%20 = mul %19, %1
%21 = exp %20
%22 = mul %9, %2
%23 = const f64 1
%24 = add %0, %23
%25: f64 = call @special.gamma.gamma %24
%26 = div %22, %25
%27 = mul %26, %21
%28 = mul %27, %21
yield %28
} {
%29 = const f64 20
%30 = lt %0, %29
%31 = if %30 {
%32 = log %1
%33 = mul %0, %32
%34 = sub %33, %1
%35 = const f64 1
%36 = add %0, %35
%37: f64 = call @special.gamma.lgamma %36
%38 = sub %34, %37
%39 = exp %38
%40 = mul %39, %2
yield %40
} {
%41 = div %1, %0
%42 = const f64 0.5
%43 = lt %41, %42
%44 = if %43 {
%45 = const f64 1
%46 = sub %41, %45
%47 = log %41
%48 = sub %46, %47
yield %48
} {
%49 = sub %1, %0
%50 = div %49, %0
%51: f64 = call @special.incomplete-gamma.excess %50
yield %51
}
%52 = neg %0
%53 = mul %52, %44
%54: f64 = call @special.gamma.stirling %0
%55 = sub %53, %54
%56 = exp %55
%57 = const f64 6.283185307179586
%58 = mul %57, %0
%59 = sqrt %58
%60 = div %56, %59
%61 = mul %60, %2
yield %61
}
yield %31
}
return %18
}
`,
  "special.incomplete-gamma.lowerSeries": `func @special.incomplete-gamma.lowerSeries(%0: f64, %1: f64) -> (f64) {
%2 = const f64 1
%3 = const f64 1000000
%4, %5, %6 = loop %2, %2, %2 { (%7: f64, %8: f64, %9: f64)
%10 = lt %7, %3
%11, %12, %13, %14 = if %10 {
%15 = add %0, %7
%16 = div %1, %15
%17 = mul %8, %16
%18 = add %9, %17
%19 = const f64 1e-17
%20 = mul %19, %18
%21 = lt %17, %20
%22 = not %21
%23 = if %21 {
yield %7
} {
%24 = add %7, %2
yield %24
}
yield %22, %17, %18, %23
} {
%25 = const bool 0
yield %25, %8, %9, %7
}
yield %11, %14, %12, %13
}
%26: f64 = call @special.incomplete-gamma.front %0, %1, %6
return %26
}
`,
  "special.incomplete-gamma.upperFraction": `func @special.incomplete-gamma.upperFraction(%0: f64, %1: f64) -> (f64) {
%2 = const f64 1
%3 = add %1, %2
%4 = sub %3, %0
%5 = const f64 0
%6 = const f64 1000000
%7, %8, %9, %10, %11 = loop %2, %5, %2, %2, %4 { (%12: f64, %13: f64, %14: f64, %15: f64, %16: f64)
%17 = lt %12, %6
%18, %19, %20, %21, %22, %23 = if %17 {
%24 = sub %12, %0
%25 = mul %12, %24
%26 = div %25, %16
%27 = add %2, %13
%28 = mul %26, %27
%29 = const f64 2
%30 = add %16, %29
%31 = div %28, %30
%32 = sub %2, %31
%33 = div %31, %32
%34 = mul %14, %33
%35 = add %15, %34
%36 = abs %34
%37 = abs %35
%38 = const f64 1e-17
%39 = mul %38, %37
%40 = lt %36, %39
%41 = not %40
%42 = if %40 {
yield %12
} {
%43 = add %12, %2
yield %43
}
yield %41, %33, %34, %35, %30, %42
} {
%44 = const bool 0
yield %44, %13, %14, %15, %16, %12
}
yield %18, %23, %19, %20, %21, %22
}
%45 = mul %0, %10
%46 = div %45, %4
%47: f64 = call @special.incomplete-gamma.front %0, %1, %46
return %47
}
`,
  "special.incomplete-gamma.upperSmall": `func @special.incomplete-gamma.upperSmall(%0: f64, %1: f64) -> (f64) {
%2 = const f64 0.25
%3 = le %0, %2
%4 = if %3 {
%5: f64 = call @special.fits.generated.lgammaAt1 %0
%6 = mul %0, %5
yield %6
} {
%7 = const f64 0.75
%8 = le %0, %7
%9 = if %8 {
%10 = const f64 0.5
%11 = sub %0, %10
%12: f64 = call @special.fits.generated.lgammaAt15 %11
yield %12
} {
%13 = const f64 1
%14 = add %0, %13
%15: f64 = call @special.gamma.lgamma %14
yield %15
}
yield %9
}
%16 = log %1
%17 = mul %0, %16
%18 = sub %17, %4
%19 = const f64 1
%20 = const f64 0
%21 = const f64 60
%22, %23, %24 = loop %19, %19, %20 { (%25: f64, %26: f64, %27: f64)
%28 = lt %25, %21
%29, %30, %31, %32 = if %28 {
%33 = neg %1
%34 = div %33, %25
%35 = mul %26, %34
%36 = add %0, %25
%37 = div %35, %36
%38 = add %27, %37
%39 = abs %35
%40 = const f64 1e-18
%41 = lt %39, %40
%42 = not %41
%43 = if %41 {
yield %25
} {
%44 = add %25, %19
yield %44
}
yield %42, %35, %38, %43
} {
%45 = const bool 0
yield %45, %26, %27, %25
}
yield %29, %32, %30, %31
}
%46 = expm1 %18
%47 = neg %46
%48 = mul %0, %24
%49 = exp %18
%50 = mul %48, %49
%51 = sub %47, %50
return %51
}
`,
  "special.incomplete-gamma.gammainc": `func @special.incomplete-gamma.gammainc(%0: f64, %1: f64) -> (f64) {
%2 = const f64 0
%3 = gt %0, %2
%4 = if %3 {
%5 = ge %1, %2
yield %5
} {
%6 = const bool 0
yield %6
}
%7 = if %4 {
%8 = eq %1, %2
%9 = if %8 {
%10 = const bool 1
yield %10
} {
%11 = const f64 Infinity
%12 = eq %0, %11
yield %12
}
%13 = const f64 Infinity
%14 = eq %1, %13
%15 = if %9 {
%16 = if %14 {
%17 = eq %0, %13
yield %17
} {
%18 = const bool 0
yield %18
}
%19 = if %16 {
%20 = const f64 NaN
yield %20
} {
yield %2
}
yield %19
} {
%21 = if %14 {
%22 = const f64 1
yield %22
} {
%23 = const f64 1.5
%24 = le %1, %23
%25 = if %24 {
%26 = const bool 1
yield %26
} {
%27 = le %1, %0
yield %27
}
%28 = if %25 {
%29: f64 = call @special.incomplete-gamma.lowerSeries %0, %1
yield %29
} {
%30: f64 = call @special.incomplete-gamma.upperFraction %0, %1
%31 = const f64 1
%32 = sub %31, %30
yield %32
}
yield %28
}
yield %21
}
yield %15
} {
%33 = const f64 NaN
yield %33
}
return %7
}
`,
  "special.incomplete-gamma.gammaincc": `func @special.incomplete-gamma.gammaincc(%0: f64, %1: f64) -> (f64) {
%2 = const f64 0
%3 = gt %0, %2
%4 = if %3 {
%5 = ge %1, %2
yield %5
} {
%6 = const bool 0
yield %6
}
%7 = if %4 {
%8 = eq %1, %2
%9 = if %8 {
%10 = const bool 1
yield %10
} {
%11 = const f64 Infinity
%12 = eq %0, %11
yield %12
}
%13 = const f64 Infinity
%14 = eq %1, %13
%15 = if %9 {
%16 = if %14 {
%17 = eq %0, %13
yield %17
} {
%18 = const bool 0
yield %18
}
%19 = if %16 {
%20 = const f64 NaN
yield %20
} {
%21 = const f64 1
yield %21
}
yield %19
} {
%22 = if %14 {
yield %2
} {
%23 = const f64 1.5
%24 = le %1, %23
%25 = if %24 {
%26 = const f64 1
%27 = lt %0, %26
%28 = if %27 {
%29: f64 = call @special.incomplete-gamma.upperSmall %0, %1
yield %29
} {
%30: f64 = call @special.incomplete-gamma.lowerSeries %0, %1
%31 = sub %26, %30
yield %31
}
yield %28
} {
%32 = le %1, %0
%33 = if %32 {
%34: f64 = call @special.incomplete-gamma.lowerSeries %0, %1
%35 = const f64 1
%36 = sub %35, %34
yield %36
} {
%37: f64 = call @special.incomplete-gamma.upperFraction %0, %1
yield %37
}
yield %33
}
yield %25
}
yield %22
}
yield %15
} {
%38 = const f64 NaN
yield %38
}
return %7
}
`,
  "special.incomplete-gamma.gammaDensity": `func @special.incomplete-gamma.gammaDensity(%0: f64, %1: f64) -> (f64) {
%2 = const f64 0
%3 = gt %0, %2
%4 = if %3 {
%5 = ge %1, %2
yield %5
} {
%6 = const bool 0
yield %6
}
%7 = if %4 {
%8 = eq %1, %2
%9 = if %8 {
%10 = const f64 1
%11 = lt %0, %10
%12 = if %11 {
%13 = const f64 Infinity
yield %13
} {
%14 = eq %0, %10
%15 = select %14, %10, %2
yield %15
}
yield %12
} {
%16 = const f64 Infinity
%17 = eq %1, %16
%18 = if %17 {
yield %2
} {
%19: f64 = call @special.incomplete-gamma.front %0, %1, %0
%20 = div %19, %1
yield %20
}
yield %18
}
yield %9
} {
%21 = const f64 NaN
yield %21
}
return %7
}
`,
  "special.products.lackOf": `func @special.products.lackOf(%0: f64, %1: f64, %2: f64) -> (f64) {
%3 = const f64 134217729
%4 = mul %0, %3
%5 = sub %4, %0
%6 = sub %4, %5
%7 = sub %0, %6
%8 = mul %1, %3
%9 = sub %8, %1
%10 = sub %8, %9
%11 = sub %1, %10
%12 = mul %7, %11
%13 = mul %6, %10
%14 = sub %2, %13
%15 = mul %7, %10
%16 = sub %14, %15
%17 = mul %6, %11
%18 = sub %16, %17
%19 = sub %12, %18
return %19
}
`,
  "special.products.rising": `func @special.products.rising(%0: f64, %1: f64, %2: f64) -> (f64) {
%3 = const i32 0
%4 = ceil %1
%5 = const f64 2147483647
%6 = gt %4, %5
if %6 {
fail {code: "NB4006", message: "a loop that counts beyond 2147483647"}
yield
} {
yield
}
%7 = clamp_i32 %4
%8 = ne %1, %1
%9 = select %8, %3, %7
%10 = const f64 0
%11, %12 = for {step: 1} %3, %9, %10, %2 { (%13: i32, %14: f64, %15: f64)
%16 = to_f64 %13
%17 = add %0, %16
%18 = mul %15, %17
%19 = mul %14, %17
%20: f64 = call @special.products.lackOf %15, %17, %18
%21 = add %19, %20
yield %21, %18
}
%22 = add %12, %11
return %22
}
`,
  "special.products.sinPi": `func @special.products.sinPi(%0: f64) -> (f64) {
%1 = const f64 0.5
%2 = add %0, %1
%3 = floor %2
%4 = sub %0, %3
%5 = abs %4
%6 = const f64 0.25
%7 = gt %5, %6
%8 = if %7 {
%9 = sub %1, %5
%10 = const f64 3.141592653589793
%11 = mul %9, %10
%12 = cos %11
%13 = sign %4
%14 = mul %12, %13
yield %14
} {
%15 = const f64 3.141592653589793
%16 = mul %4, %15
%17 = sin %16
yield %17
}
%18 = const f64 2
%19 = rem %3, %18
%20 = const f64 0
%21 = eq %19, %20
%22 = if %21 {
yield %8
} {
%23 = neg %8
yield %23
}
return %22
}
`,
  "special.products.piCotPi": `func @special.products.piCotPi(%0: f64) -> (f64) {
%1 = const f64 0.5
%2 = add %0, %1
%3 = floor %2
%4 = sub %0, %3
%5 = abs %4
%6 = const f64 0.25
%7 = gt %5, %6
%8 = if %7 {
%9 = sub %1, %5
%10 = const f64 3.141592653589793
%11 = mul %9, %10
%12 = tan %11
%13 = mul %10, %12
%14 = sign %4
%15 = mul %13, %14
yield %15
} {
%16 = const f64 3.141592653589793
%17 = mul %4, %16
%18 = tan %17
%19 = div %16, %18
yield %19
}
return %8
}
`,
  "special.zeta.zeta": `func @special.zeta.zeta(%0: f64, %1: f64) -> (f64) {
%2 = const f64 1
%3 = ge %0, %2
%4 = if %3 {
%5 = ne %1, %1
yield %5
} {
%6 = const bool 1
yield %6
}
%7 = if %4 {
%8 = const f64 NaN
yield %8
} {
%9 = eq %0, %2
%10 = if %9 {
%11 = const f64 Infinity
yield %11
} {
%12 = const f64 0
%13 = le %1, %12
%14, %15 = if %13 {
%16 = floor %1
%17 = eq %16, %1
%18, %19 = if %17 {
%20 = lt %1, %12
%21 = if %20 {
%22 = const f64 2
%23 = rem %0, %22
%24 = eq %23, %2
yield %24
} {
%25 = const bool 0
yield %25
}
%26 = if %21 {
%27 = const f64 NaN
yield %27
} {
%28 = const f64 Infinity
yield %28
}
%29 = const bool 1
yield %26, %29
} {
%30 = floor %0
%31 = ne %30, %0
%32 = if %31 {
%33 = const bool 1
yield %33
} {
%34 = const f64 -1000000
%35 = lt %1, %34
yield %35
}
%36 = const f64 NaN
yield %36, %32
}
yield %18, %19
} {
%37 = const bool 0
yield %12, %37
}
%38 = if %15 {
yield %14
} {
%39 = const f64 Infinity
%40 = eq %1, %39
%41 = if %40 {
yield %12
} {
%42 = const f64 0.25
%43 = mul %0, %42
%44 = const f64 10
%45 = add %44, %43
%46 = const f64 60
%47 = min %45, %46
%48 = const bool 0
%49, %50, %51, %52 = loop %12, %1, %14, %48 { (%53: f64, %54: f64, %55: f64, %56: bool)
%57 = lt %54, %47
%58, %59, %60, %61, %62 = if %57 {
%63 = neg %0
%64 = pow %54, %63
%65 = add %53, %64
%66 = add %54, %2
%67 = gt %66, %2
%68 = if %67 {
%69 = abs %65
%70 = const f64 1e-19
%71 = mul %70, %69
%72 = lt %64, %71
yield %72
} {
yield %48
}
%73 = select %68, %65, %55
%74 = not %68
yield %74, %65, %66, %73, %68
} {
yield %48, %53, %54, %55, %48
}
yield %58, %59, %60, %61, %62
}
%75 = if %52 {
yield %51
} {
%76 = sub %2, %0
%77 = pow %50, %76
%78 = mul %50, %50
%79 = div %2, %78
%80 = div %0, %50
%81 = const i32 1
%82 = const i32 13
%83 = const i32 2
%84, %85 = for {step: 1} %81, %82, %12, %80 { (%86: i32, %87: f64, %88: f64)
%89 = to_f64 %86
%90: f64 = call @special.zeta.coefficient %89
%91 = mul %90, %88
%92 = add %87, %91
%93 = mul %83, %86
%94 = to_f64 %93
%95 = add %0, %94
%96 = sub %95, %2
%97 = mul %96, %95
%98 = mul %97, %79
%99 = mul %88, %98
yield %92, %99
}
%100 = sub %0, %2
%101 = div %2, %100
%102 = const f64 0.5
%103 = add %102, %84
%104 = div %103, %50
%105 = add %101, %104
%106 = mul %77, %105
%107 = add %49, %106
yield %107
}
yield %75
}
yield %41
}
yield %38
}
yield %10
}
return %7
}
`,
  "special.zeta.coefficient": `func @special.zeta.coefficient(%0: f64) -> (f64) {
%1 = const f64 1
%2 = eq %0, %1
%3 = if %2 {
%4 = const f64 0.08333333333333333
yield %4
} {
%5 = const f64 2
%6 = eq %0, %5
%7 = if %6 {
%8 = const f64 -0.001388888888888889
yield %8
} {
%9 = const f64 3
%10 = eq %0, %9
%11 = if %10 {
%12 = const f64 0.00003306878306878307
yield %12
} {
%13 = const f64 4
%14 = eq %0, %13
%15 = if %14 {
%16 = const f64 -8.267195767195768e-7
yield %16
} {
%17 = const f64 5
%18 = eq %0, %17
%19 = if %18 {
%20 = const f64 2.0876756987868097e-8
yield %20
} {
%21 = const f64 6
%22 = eq %0, %21
%23 = if %22 {
%24 = const f64 -5.284190138687493e-10
yield %24
} {
%25 = const f64 7
%26 = eq %0, %25
%27 = if %26 {
%28 = const f64 1.3382536530684679e-11
yield %28
} {
%29 = const f64 8
%30 = eq %0, %29
%31 = if %30 {
%32 = const f64 -3.3896802963225827e-13
yield %32
} {
%33 = const f64 9
%34 = eq %0, %33
%35 = if %34 {
%36 = const f64 8.586062056277845e-15
yield %36
} {
%37 = const f64 10
%38 = eq %0, %37
%39 = if %38 {
%40 = const f64 -2.174868698558062e-16
yield %40
} {
%41 = const f64 11
%42 = eq %0, %41
%43 = if %42 {
%44 = const f64 5.5090028283602295e-18
yield %44
} {
%45 = const f64 -1.3954464685812522e-19
yield %45
}
yield %43
}
yield %39
}
yield %35
}
yield %31
}
yield %27
}
yield %23
}
yield %19
}
yield %15
}
yield %11
}
yield %7
}
return %3
}
`,
  "special.zeta.polygamma": `func @special.zeta.polygamma(%0: f64, %1: f64) -> (f64) {
%2 = const f64 0
%3 = eq %0, %2
%4 = if %3 {
%5: f64 = call @special.gamma.digamma %1
yield %5
} {
%6 = gt %0, %2
%7 = if %6 {
%8 = floor %0
%9 = ne %8, %0
yield %9
} {
%10 = const bool 1
yield %10
}
%11 = if %7 {
%12 = const f64 NaN
yield %12
} {
%13 = const f64 1
%14 = add %0, %13
%15: f64 = call @special.gamma.gamma %14
%16: f64 = call @special.zeta.zeta %14, %1
%17 = mul %15, %16
%18 = const f64 2
%19 = rem %0, %18
%20 = eq %19, %2
%21 = if %20 {
%22 = neg %17
yield %22
} {
yield %17
}
yield %21
}
yield %11
}
return %4
}
`,
};
