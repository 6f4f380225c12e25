// Made by scripts/gen-kernels.ts of src/kernels/random-slopes.ts.
export const randomGammaSlope = `func @kernel.randomGammaSlope(%0: mem<f64>, %1: mem<f64>, %2: mem<f64>, %3: mem<f64>, %4: i32) -> () disjoint {
%5 = const i32 0
%6 = const bool 0
%7 = const f64 0
for {step: 1} %5, %4 { (%8: i32)
%9 = load %0, %8
%10 = load %1, %8
%11 = eq %10, %7
if %11 {
store %3, %8, %7
yield
} {
%12 = gt %10, %7
%13 = if %12 {
%14 = const f64 Infinity
%15 = lt %10, %14
yield %15
} {
yield %6
}
if %13 {
%16 = const f64 1.5
%17 = le %10, %16
%18 = if %17 {
%19 = const bool 1
yield %19
} {
%20 = const f64 1
%21 = add %9, %20
%22 = le %10, %21
yield %22
}
%23 = const f64 1
%24 = log %10
if %18 {
%25 = load %2, %8
%26 = const f64 100000
%27, %28, %29, %30, %31 = loop %23, %23, %7, %23, %7 { (%32: f64, %33: f64, %34: f64, %35: f64, %36: f64)
%37 = lt %32, %26
%38 = if %37 {
%39 = const f64 1e-17
%40 = mul %39, %35
%41 = gt %33, %40
yield %41
} {
yield %6
}
%42, %43, %44, %45, %46 = if %38 {
%47 = add %9, %32
%48 = div %10, %47
%49 = mul %33, %48
%50 = div %23, %47
%51 = add %34, %50
%52 = add %35, %49
%53 = mul %49, %51
%54 = sub %36, %53
%55 = add %32, %23
yield %49, %51, %52, %54, %55
} {
yield %33, %34, %35, %36, %32
}
yield %38, %46, %42, %43, %44, %45
}
%56 = div %10, %9
%57 = neg %56
%58 = sub %24, %25
%59 = div %23, %9
%60 = sub %58, %59
%61 = mul %30, %60
%62 = add %61, %31
%63 = mul %57, %62
store %3, %8, %63
yield
} {
%64 = load %2, %8
%65 = sqrt %9
%66 = const f64 20
%67 = mul %66, %65
%68 = ceil %67
%69 = const f64 200
%70 = add %69, %68
%71 = const f64 2
%72 = mul %71, %70
%73 = add %10, %72
%74 = add %73, %23
%75 = sub %74, %9
%76 = const f64 -1
%77, %78, %79 = loop %70, %76, %75 { (%80: f64, %81: f64, %82: f64)
%83 = gt %80, %7
%84, %85, %86 = if %83 {
%87 = sub %80, %9
%88 = mul %80, %87
%89 = div %80, %82
%90 = add %76, %89
%91 = mul %88, %81
%92 = mul %82, %82
%93 = div %91, %92
%94 = add %90, %93
%95 = mul %71, %80
%96 = add %10, %95
%97 = sub %96, %23
%98 = sub %97, %9
%99 = div %88, %82
%100 = sub %98, %99
%101 = sub %80, %23
yield %94, %100, %101
} {
yield %81, %82, %80
}
yield %83, %86, %84, %85
}
%102 = div %10, %79
%103 = sub %24, %64
%104 = div %78, %79
%105 = sub %103, %104
%106 = mul %102, %105
store %3, %8, %106
yield
}
yield
} {
%107 = const f64 NaN
store %3, %8, %107
yield
}
yield
}
yield
}
return
}
`;
